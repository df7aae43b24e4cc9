export { groundFor } from './ground.ts';
export { requireLocal } from './require.ts';
export { localGround, surveyGround } from './survey.ts';
