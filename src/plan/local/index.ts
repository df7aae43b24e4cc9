export { groundFor } from './ground.ts';
export { warnOfLimits } from './ignored.ts';
export { requireLocal } from './require.ts';
export { localGround, surveyGround } from './survey.ts';
