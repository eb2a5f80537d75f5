export { configureNoLoss } from './configure-no-loss.ts';
export { loseAWrite } from './lose-a-write.ts';
export type { Row, Told } from './types.ts';
export { write } from './write.ts';
