import { type CheckContext, must } from '#harness/grading';
import { type Answer, mustBeInTime } from './answer.ts';
import { bounds, type Timeouts } from './config.ts';
import { judgeLag, type Lag, lagBetween, positions } from './lag.ts';
import type { Service } from './service.ts';

/** What a report is to say. */
export interface Expected {
  leader: NodeHealth;
  /** Null: there is none. Its lag is what the grader measures itself, or unknown. */
  follower: (NodeHealth & { lag: 'measured' | null }) | null;
}

interface NodeHealth {
  up: boolean;
  role: 'leader' | 'follower' | null;
  healthy: boolean;
}

/** What healthy servers are called, and one that does not answer. */
export const wellLeader: NodeHealth = { up: true, role: 'leader', healthy: true };
export const wellFollower: NodeHealth = { up: true, role: 'follower', healthy: true };
export const down: NodeHealth = { up: false, role: null, healthy: false };

/** How often the grader asks when a well server may not have answered in time. */
const attempts = 3;

/** A report that says of each server what is so; asks again where a busy machine may have kept one from answering. */
export async function mustReport(
  { cluster }: CheckContext,
  { service, timeouts }: { service: Service; timeouts: Timeouts },
  circumstances: string,
  expected: Expected,
): Promise<void> {
  const isMeasured = expected.follower?.lag === 'measured';
  for (let attempt = 1; ; attempt += 1) {
    const before = isMeasured ? await positions(cluster) : undefined;
    const answer = await service.health();
    const lag = before ? lagBetween(before, await positions(cluster)) : null;
    if (attempt < attempts && mayBeBusy(answer, expected, timeouts)) continue;
    judge(answer, expected, lag, circumstances);
    return;
  }
}

/** Whether a report came late, or calls a server down after a time in which it may really not have answered. */
function mayBeBusy({ begun, ended, value }: Answer, expected: Expected, timeouts: Timeouts): boolean {
  if (ended === undefined) return false;
  const took = ended - begun;
  if (took > bounds.health(timeouts)) return true;
  const said = (value ?? {}) as Partial<Record<keyof Expected, { up?: unknown } | null>>;
  const isMissed = (name: keyof Expected) => expected[name]?.up === true && said[name]?.up === false;
  return (isMissed('leader') || isMissed('follower')) && took >= timeouts.health / 2;
}

function judge(answer: Answer, expected: Expected, lag: Lag | null, circumstances: string): void {
  mustBeInTime(answer, circumstances);
  must(answer.outcome === 'done', `${circumstances}, and healthCheck() rejected.`, {
    expected: 'a report, whatever is down',
    actual: answer.words,
  });
  const report = answer.value as Partial<Record<keyof Expected, Record<string, unknown> | null>> | null | undefined;
  judgeNode('leader', report?.leader, expected.leader, circumstances);
  judgeNode('follower', report?.follower, expected.follower, circumstances);
  if (expected.follower) judgeLag(report?.follower?.lagBytes, lag, circumstances);
}

function judgeNode(
  name: keyof Expected,
  said: Record<string, unknown> | null | undefined,
  expected: NodeHealth | null,
  circumstances: string,
): void {
  if (expected === null) {
    const rationale = `${circumstances}, and the report has a ${name} that the configuration does not name.`;
    must(said === null, rationale, { expected: null, actual: said });
    return;
  }
  const { up, role, healthy } = expected;
  const isSo = said?.up === up && said.role === role && said.healthy === healthy;
  must(isSo, `${circumstances}, and the report is wrong about the ${name}.`, {
    expected: { up, role, healthy },
    actual: said,
  });
}
