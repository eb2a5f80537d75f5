/** All that a grader imports, as `#harness/grading`. */

export { clientLink, type RunningCluster } from '../cluster/cluster.ts';
export type { ClusterNode } from '../cluster/cluster-node.ts';
export { formatLsn, parseLsn } from '../cluster/lsn.ts';
export { isReplicating, waitForCatchup } from '../cluster/replication.ts';
export { type LabError, messageOf } from '../core/errors.ts';
export { NotYet, waitUntil } from '../core/wait-until.ts';
export { StudentFault } from '../sandbox/student-fault.ts';
export { StudentHandle } from '../sandbox/student-handle.ts';
export type { CheckContext, LabRequest, Student } from './check-context.ts';
export { fail, must } from './failure.ts';
export type { Evidence } from './grade-report.ts';
export { grader } from './grader.ts';
export { lostWrites } from './invariants/lost-writes.ts';
export { overdue } from './invariants/overdue.ts';
export type { Random } from './random.ts';
