import type { Broker } from '../broker/broker.ts';
import type { ClusterSpec } from '../cluster/cluster-spec.ts';
import { type PreparedCluster, prepareCluster } from '../cluster/start-cluster.ts';
import type { Engine } from '../engines/engine.ts';
import { serviceMachines } from '../managed/machines.ts';
import type { Launcher } from '../sandbox/launcher.ts';
import type { Topology } from '../sdk/exercise.ts';
import { underDeadline } from './check-clock.ts';
import type { CheckContext } from './check-context.ts';
import { CheckRun } from './check-run.ts';
import { classify } from './classify.ts';
import type { ClusterSupply } from './cluster-supply.ts';
import type { EventLog } from './event-log.ts';
import type { CheckOutcome, CheckTiming, Evidence } from './grade-report.ts';
import { watchTurns } from './starvation.ts';
import type { Turns } from './turns.ts';
import type { WorkerInput, WorkerSetup } from './worker-input.ts';
import type { answerIn } from './written/answer-in.ts';

/** Milliseconds that a check may take when its manifest names none. */
const defaultDeadline = 60_000;

export interface CheckTools {
  broker: Broker;
  engine: Engine;
  /** How programs of the submission are started. */
  launcher: Launcher;
  clusters: ClusterSupply;
  /** In which those programs start. */
  turns: Turns;
  events: EventLog;
  input: WorkerInput;
  /** Reads an answer; undefined where the exercise has no written parts. */
  answerIn: typeof answerIn | undefined;
}

/** A finished piece of behaviour: its value, or an outcome that is not `passed`. */
export type Settled<T> =
  | { value: T; timing: CheckTiming; evidence: Evidence[] /** Why no fault in it counts. */; shortage?: unknown }
  | { outcome: CheckOutcome };

/**
 * Runs one piece of behaviour on a fresh cluster, and ends everything that it started. Its clock begins when the nodes
 * are ready. Never rejects.
 */
export async function runBehaviour<T>(
  id: string,
  limit: number | undefined,
  behaviour: (context: CheckContext) => Promise<T>,
  tools: CheckTools,
  topology: Topology,
): Promise<Settled<T>> {
  const began = performance.now();
  const timing: CheckTiming = { total: 0, cluster: 0, student: 0 };
  const say = tools.events.for(id);
  say('harness', 'check.begin', {});
  let settled: Settled<T>;
  try {
    const cluster = await tools.clusters.take(topology);
    timing.cluster = performance.now() - began;
    say('harness', 'cluster.ready', {
      ms: timing.cluster,
      nodes: cluster.nodes.map(({ name }) => name),
      topology,
    });
    settled = await settle(new CheckRun(id, cluster, tools, timing, topology), limit, behaviour, timing, tools);
  } catch (error) {
    settled = { outcome: classify(error, { timing }) };
  }
  timing.total = performance.now() - began;
  say('harness', 'check.end', { verdict: 'outcome' in settled ? settled.outcome.verdict : 'passed' });
  return settled;
}

/** The cluster that a check of an exercise begins with. `name` is unique within the worker. */
export function clusterFor(
  name: string,
  topology: Topology,
  engine: Engine,
  { exercise, gradingId }: WorkerSetup,
): Promise<PreparedCluster> {
  const { grants, profile, seed } = exercise;
  return prepareCluster(engine, {
    ...topologies[topology],
    id: `${gradingId}/${name}`,
    seed,
    grants,
    superuser: profile === 'superuser',
  });
}

/** What the manifest's word means. */
const topologies = {
  pair: { nodes: ['leader', 'follower'], wiring: 'streaming' },
  standalone: { nodes: ['leader', 'follower'], wiring: 'alone' },
  independent: { nodes: ['east', 'west'], wiring: 'independent' },
  managed: { nodes: ['leader', 'follower', ...serviceMachines], wiring: 'managed' },
} as const satisfies Record<Topology, Pick<ClusterSpec, 'nodes' | 'wiring'>>;

async function settle<T>(
  run: CheckRun,
  limit: number | undefined,
  behaviour: (context: CheckContext) => Promise<T>,
  timing: CheckTiming,
  { events }: CheckTools,
): Promise<Settled<T>> {
  const { cluster } = run.context;
  const starved = watchTurns();
  const ended = await underDeadline(
    () => behaviour(run.context),
    limit ?? defaultDeadline,
    run.ended,
    () => run.stop(),
  );
  events.for(run.id)('harness', 'concluded', {});
  const trouble = run.trouble ?? (await cluster.trouble());
  const starvation = starved();
  const shortage =
    trouble === undefined ? ((await cluster.shortage().catch(() => undefined)) ?? starvation) : undefined;
  const evidence = trouble === undefined ? await run.evidence() : await run.evidence().catch(() => []);
  // A lab that did not work makes every conclusion void, also one that the behaviour drew without noticing. What came
  // out well on a full disk or a starved machine stays.
  const outcome =
    ended.ok && trouble === undefined
      ? undefined
      : classify(ended.ok ? trouble : ended.error, {
          timing,
          cluster,
          events: events.of(run.id),
          evidence,
          trouble: trouble ?? shortage,
        });
  const ending = performance.now();
  await run[Symbol.asyncDispose]();
  timing.cluster += performance.now() - ending;
  if (outcome) return { outcome };
  return ended.ok ? { value: ended.value, timing, evidence, shortage } : { outcome: classify(ended.error, { timing }) };
}
