import type { RunningCluster } from '../cluster/cluster.ts';
import { LabError } from '../core/errors.ts';
import { StudentFault } from '../sandbox/student-fault.ts';
import type { LabEvent } from './event-kinds.ts';
import { CheckFailure, failureOf, troubleOf } from './failure.ts';
import type { CheckOutcome, CheckTiming, Evidence } from './grade-report.ts';

export interface Circumstances {
  timing: CheckTiming;
  cluster?: RunningCluster;
  events?: readonly LabEvent[];
  evidence?: readonly Evidence[];
  /** An operation of the lab that failed by our fault while the student's program ran. */
  trouble?: unknown;
}

/**
 * Whose fault it is. Only three things are the student's: a failure that the grader states, a fault of the student's
 * program, and a server that student code has stopped while a check needed it. All else is ours and costs no points.
 */
export function classify(thrown: unknown, around: Circumstances): CheckOutcome {
  const { timing, evidence = [] } = around;
  if (around.trouble !== undefined) return errored(around.trouble, timing);
  if (thrown instanceof CheckFailure) {
    const failure = { ...thrown.failure, evidence: [...thrown.failure.evidence, ...evidence] };
    return { verdict: 'failed', cause: thrown.cause, failure, timing };
  }
  if (thrown instanceof StudentFault) {
    const failure = failureOf(thrown);
    return {
      verdict: 'failed',
      cause: thrown.cause,
      failure: { ...failure, evidence: [...failure.evidence, ...evidence] },
      timing,
    };
  }
  const stopped =
    thrown instanceof LabError && thrown.code === 'NODE_DOWN' ? whoStopped(around, thrown.where) : undefined;
  if (stopped) {
    const failure = {
      rationale: `${stopped.node} does not run, and the check needs it: your code called ${stopped.by}.`,
      hint: 'Leave every node running unless the task says otherwise.',
      expected: `${stopped.node} answers`,
      actual: thrown instanceof Error ? thrown.message : '',
      evidence: [...evidence],
    };
    return { verdict: 'failed', cause: 'wrong', failure, timing };
  }
  return errored(thrown, timing);
}

function errored(thrown: unknown, timing: CheckTiming): CheckOutcome {
  return { verdict: 'errored', cause: 'infrastructure', trouble: troubleOf(thrown), timing };
}

const stopping = ['node.kill', 'node.stop', 'node.pause', 'node.exec'];

/** The student's last request that can have stopped the node, if the node is off or paused and the grader did not do it. */
function whoStopped({ cluster, events = [] }: Circumstances, name: string | undefined) {
  const node = cluster?.nodes.find((candidate) => candidate.name === name);
  if (!node || node.state === 'running') return undefined;
  const request = events.findLast(
    (event) => event.kind === 'request' && event.node === name && stopping.includes(event.detail.method),
  );
  if (request?.kind !== 'request') return undefined;
  const { method } = request.detail;
  return { node: node.name, by: method === 'node.exec' ? 'a command on it' : method };
}
