import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Broker } from '../broker/broker.ts';
import type { RunningCluster } from '../cluster/cluster.ts';
import { startCluster } from '../cluster/start-cluster.ts';
import { deadline, wallNow } from '../core/clock.ts';
import { LabError } from '../core/errors.ts';
import type { Engine } from '../engines/engine.ts';
import type { CheckContext } from './check-context.ts';
import { classify } from './classify.ts';
import type { EventLog } from './event-log.ts';
import { gatherEvidence } from './evidence.ts';
import type { CheckOutcome, CheckTiming, Evidence } from './grade-report.ts';
import { randomFor } from './random.ts';
import { type StartedStudent, startStudentProcess } from './student-process.ts';
import type { WorkerInput } from './worker-input.ts';

/** Milliseconds that a check may take when its manifest names none, and that an ended one may take to give up. */
const defaultDeadline = 60_000;
const patience = 3000;

export interface CheckTools {
  broker: Broker;
  engine: Engine;
  events: EventLog;
  input: WorkerInput;
}

/** A finished piece of behaviour: its value, or an outcome that is not `passed`. */
export type Settled<T> = { value: T; timing: CheckTiming; evidence: Evidence[] } | { outcome: CheckOutcome };

/**
 * Runs one piece of behaviour on a fresh cluster, and ends everything that it started. Its clock is this one: when it
 * runs out, the signal fires, the student's programs and the servers are ended, and the behaviour is awaited briefly.
 * Never rejects.
 */
export async function runBehaviour<T>(
  id: string,
  limit: number | undefined,
  behaviour: (context: CheckContext) => Promise<T>,
  tools: CheckTools,
): Promise<Settled<T>> {
  const { events, input, engine } = tools;
  const timing: CheckTiming = { total: 0, cluster: 0, student: 0 };
  const began = performance.now();
  const stamp = <R>(result: R): R => {
    timing.total = performance.now() - began;
    return result;
  };
  events.write({ at: wallNow(), check: id, actor: 'harness', kind: 'check.begin' });
  let cluster: RunningCluster;
  try {
    cluster = await startCluster(engine, {
      id: `${input.gradingId}/${id}`,
      followers: ['follower'],
      seed: input.exercise.seed,
      grants: input.exercise.grants,
      superuser: input.exercise.profile === 'superuser',
    });
  } catch (error) {
    return stamp({ outcome: classify(error, { timing }) });
  }
  timing.cluster = performance.now() - began;
  events.write({ at: wallNow(), check: id, actor: 'harness', kind: 'cluster.ready', detail: { ms: timing.cluster } });

  const students: StartedStudent[] = [];
  const sessions: Client[] = [];
  const ended = new AbortController();
  let evidence: Evidence[] | undefined;
  const gather = () => gatherEvidence(cluster, students, (name, text) => keep(input, id, name, text));
  const context: CheckContext = {
    cluster,
    random: randomFor(input.seed, `${input.exercise.slug}/${id}`),
    signal: ended.signal,
    async student() {
      const options = { broker: tools.broker, input, cluster, check: id, events, spent: (ms: number) => void (timing.student += ms) };
      const started = await startStudentProcess(options);
      students.push(started);
      if (ended.signal.aborted) await started[Symbol.asyncDispose](); // it came up after all was ended
      return started.student;
    },
    async session(url) {
      const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
      client.on('error', () => undefined);
      sessions.push(client);
      await client.connect();
      return client;
    },
    examine: async () => {
      evidence = await gather();
    },
    note: (kind, detail) => events.write({ at: wallNow(), check: id, actor: 'grader', kind, detail }),
  };

  const settled = await withDeadline(() => behaviour(context), limit ?? defaultDeadline, ended, async () => {
    await Promise.allSettled(students.map((student) => student[Symbol.asyncDispose]()));
    await Promise.allSettled(cluster.nodes.map((node) => node.kill()));
  });
  const trouble = students.find((student) => student.trouble !== undefined)?.trouble;
  ended.abort(new LabError('INTERRUPTED', 'the check is over'));
  evidence ??= await gather();
  // A lab that did not work makes every conclusion void, also one that the behaviour drew without noticing.
  const outcome = settled.ok && trouble === undefined ? undefined : classify(settled.ok ? trouble : settled.error, { timing, cluster, events: events.of(id), evidence, trouble });

  const ending = performance.now();
  for (const session of sessions) void session.end().catch(() => undefined);
  await Promise.allSettled(students.map((student) => student[Symbol.asyncDispose]()));
  await cluster[Symbol.asyncDispose]();
  timing.cluster += performance.now() - ending;
  events.write({ at: wallNow(), check: id, actor: 'harness', kind: 'check.end', detail: { verdict: outcome?.verdict ?? 'passed' } });
  return stamp(settled.ok && !outcome ? { value: settled.value, timing, evidence } : { outcome: outcome as CheckOutcome });
}

type Ended<T> = { ok: true; value: T } | { ok: false; error: unknown };

/** Races behaviour against its clock. After the clock it is given `patience` to notice that all has ended. */
async function withDeadline<T>(work: () => Promise<T>, limit: number, ended: AbortController, stop: () => Promise<void>): Promise<Ended<T>> {
  const running: Promise<Ended<T>> = work().then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, error }),
  );
  const expired = Promise.withResolvers<'expired'>();
  using _clock = deadline(limit, () => expired.resolve('expired'));
  const first = await Promise.race([running, expired.promise]);
  if (first !== 'expired') return first;
  const error = new LabError('GRADER', `the check did not end within ${limit} ms`, {
    next: 'look at events.jsonl in the evidence folder for where it stood',
  });
  ended.abort(error);
  await stop();
  const gaveUp = Promise.withResolvers<void>();
  using _patience = deadline(patience, gaveUp.resolve);
  await Promise.race([running, gaveUp.promise]);
  return { ok: false, error };
}

function keep(input: WorkerInput, id: string, name: string, text: string): void {
  writeFileSync(join(input.evidence, `${id}.${name}.log`), text);
}
