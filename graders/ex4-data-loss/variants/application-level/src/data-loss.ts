export { carefulWrite as write } from './careful-write.ts';
export { configureNoLoss } from './configure-no-loss.ts';
export { loseAWrite } from './lose-a-write.ts'; // its client is of the plain kind, which believes the server's word
export type { Row, Told } from './types.ts';
