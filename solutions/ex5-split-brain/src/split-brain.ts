export { causeSplitBrain } from './cause-split-brain.ts';
export { failOver } from './fail-over.ts';
export { fence } from './fence.ts';
export { rejoin } from './rejoin.ts';
