/** All that a grader imports, as `#harness/grading`. */

export { clientLink, type RunningCluster } from '../cluster/cluster.ts';
export type { ClusterNode } from '../cluster/cluster-node.ts';
export { formatLsn, parseLsn } from '../cluster/lsn.ts';
export { isReplicating, waitForCatchup } from '../cluster/replication.ts';
export { wallNow } from '../core/clock.ts';
export { type LabError, messageOf } from '../core/errors.ts';
export { NotYet, waitUntil } from '../core/wait-until.ts';
export type { ServicePlan } from '../managed/plan.ts';
export { StudentFault } from '../sandbox/student-fault.ts';
export type { CheckContext, LabRequest, Student } from './check-context.ts';
export { fail, must } from './failure.ts';
export type { Evidence } from './grade-report.ts';
export { grader } from './grader.ts';
export { type ChangeNote, changesOf, changesOn, trackChanges } from './instruments/change-notes.ts';
export { lookAtNewLeader, mustLead, type NewLeader } from './instruments/new-leader.ts';
export { insertProduct, type Product } from './instruments/products.ts';
export { promotionAsked } from './instruments/promotion.ts';
export type { ClientWrite } from './invariants/client-write.ts';
export { deposedAcks } from './invariants/deposed-acks.ts';
export { lostWrites } from './invariants/lost-writes.ts';
export type { Random } from './random.ts';
export type { Answer, AnswerTable } from './written/answer.ts';
export type { RightAnswers } from './written/right-answers.ts';
