export type { ContextEntry, OpenRecipe, RecipePlace, Recipes, RecipeStep } from './ports.ts';
export { surveyImage, type WorkspaceImage, type WorkspaceRecipe } from './survey-image.ts';
