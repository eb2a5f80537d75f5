export { lostReply } from './lost-reply.ts';
export { partialFailure } from './partial-failure.ts';
export { reordering } from './reordering.ts';
export { staleRecovery } from './stale-recovery.ts';
