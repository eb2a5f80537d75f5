import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, inject, type TestContext, test } from 'vitest';
import { joinBroker } from '../broker/open-broker.ts';
import { LabError } from '../core/errors.ts';
import { launcherFor } from '../sandbox/launcher-for.ts';
import type { Check, Topology } from '../sdk/exercise.ts';
import { assignmentIn } from './assignment.ts';
import type { CheckContext } from './check-context.ts';
import { inOrder, type Ordered } from './check-order.ts';
import { classify } from './classify.ts';
import { ClusterSupply } from './cluster-supply.ts';
import { EventLog } from './event-log.ts';
import { troubleOf } from './failure.ts';
import type { CheckOutcome } from './grade-report.ts';
import { blockedBy } from './prerequisites.ts';
import { type CheckTools, clusterFor, runBehaviour, type Settled } from './run-behaviour.ts';
import { Turns } from './turns.ts';
import { type Assignment, type EngineModule, inputKey } from './worker-input.ts';
import { record } from './worker-record.ts';

/** A piece of behaviour that several checks judge: it runs once, on a cluster of its own, and its facts are shared. */
export interface Scenario<Facts> {
  id: string;
  run(): Promise<Settled<Facts>>;
}

export interface GraderTools {
  /** One check on a fresh cluster; it passes when the behaviour returns, and fails by `fail` or `must`. */
  check(id: string, behaviour: (context: CheckContext) => Promise<void>): void;
  /** One check that judges the facts of scenarios, in their order. */
  check<Facts>(id: string, scenarios: readonly Scenario<Facts>[], judge: (facts: Facts) => void): void;
  /** `deadline` in milliseconds from the moment that its nodes are ready; default 60 000. */
  scenario<Facts>(id: string, behaviour: (context: CheckContext) => Promise<Facts>, deadline?: number): Scenario<Facts>;
}

/** A check that this worker runs, before vitest knows of it. */
interface DefinedCheck extends Ordered {
  begin(): void;
  /** What needs a cluster, each once, and of which kind. */
  uses: readonly unknown[];
  topology: Topology;
}

const noTime = { total: 0, cluster: 0, student: 0 };

/**
 * The suite of one exercise: `grader(import.meta, ({ check }) => { … })`. Ids, points, wording and prerequisites are
 * the manifest's; only behaviour stands here.
 */
export function grader(meta: ImportMeta, define: (tools: GraderTools) => void): void {
  const setup = inject(inputKey);
  const slug = basename(dirname(meta.filename));
  if (slug !== setup.exercise.slug)
    throw new LabError('GRADER', `this grader is ${slug}, the run is of ${setup.exercise.slug}`);
  const outcomes = new Map<string, CheckOutcome>(Object.entries(setup.settled));
  /** The checks of this worker: each waits for its prerequisites before it begins. */
  const settling = new Map<string, Promise<void>>();
  const defined: DefinedCheck[] = [];
  /** What needs a cluster, and of which kind. */
  const behaviours = new Map<unknown, Topology>();
  const assigning = Promise.withResolvers<Assignment>();
  const opening = Promise.withResolvers<CheckTools>();

  const started = new AsyncDisposableStack();
  beforeAll(async () => {
    const broker = started.use(joinBroker(setup.run, setup.gradingId));
    opening.promise.catch(() => undefined); // each check says so
    const assignment = assignmentIn(setup.assignment);
    assigning.resolve(assignment);
    try {
      const { openEngine } = (await import(setup.engine.module)) as EngineModule;
      const engine = started.use(await openEngine(broker, setup.engine.options));
      const clusters = started.use(
        new ClusterSupply({
          prepare: (...which) => clusterFor(...which, engine, setup),
          wanted: behaviours.values(),
          ahead: engine.name === 'docker' ? 1 : 0,
        }),
      );
      clusters.prepare(setup.clusters);
      const events = new EventLog(join((await assignment).evidence, 'events.jsonl'));
      const launcher = launcherFor(setup.confinement, await engine.clientGround());
      const input = { ...setup, ...(await assignment) };
      // It brings the parser of YAML.
      const { answerIn } = setup.exercise.written ? await import('./written/answer-in.ts') : { answerIn: undefined };
      const turns = new Turns(setup.starting);
      opening.resolve({ broker, engine, launcher, clusters, turns, events, input, answerIn });
    } catch (error) {
      opening.reject(error);
    }
    await assignment;
  }, 0);
  afterAll(() => started.disposeAsync(), 0);

  const scenario: GraderTools['scenario'] = <Facts>(
    id: string,
    behaviour: (context: CheckContext) => Promise<Facts>,
    deadline?: number,
  ): Scenario<Facts> => {
    let running: Promise<Settled<Facts>> | undefined;
    const run = async () => runBehaviour(id, deadline, behaviour, await opening.promise, setup.exercise.topology);
    return {
      id,
      run: () => {
        running ??= run();
        return running;
      },
    };
  };

  const isWanted = (id: string) => setup.only?.includes(id) ?? true;
  const check = <Facts>(
    id: string,
    subject: readonly Scenario<Facts>[] | ((context: CheckContext) => Promise<void>),
    judge: (facts: Facts) => void = () => undefined,
  ): void => {
    const spec = setup.exercise.checks.find((candidate) => candidate.id === id);
    if (!spec) throw new LabError('GRADER', `the manifest of ${slug} has no check ${id}`);
    if (outcomes.has(id) || !isWanted(id)) return;
    const late = spec.requires?.find((other) => !outcomes.has(other) && !settling.has(other) && isWanted(other));
    if (late) throw new LabError('GRADER', `${id} requires ${late}, which must stand before it`);
    const topology = (typeof subject === 'function' ? spec.topology : undefined) ?? setup.exercise.topology;
    const over = Promise.withResolvers<void>();
    settling.set(id, over.promise);
    const run = async ({ task }: TestContext) => {
      const { evidence } = await assigning.promise;
      await Promise.all(spec.requires?.map((other) => settling.get(other)) ?? []);
      const outcome = await settle(spec, evidence, async (tools) => {
        if (typeof subject === 'function')
          return await verdictOf(runBehaviour(id, spec.deadline, subject, tools, topology));
        const say = tools.events.for(id);
        for (const { id: scenario } of subject) say('harness', 'judged', { scenario });
        return await judged(subject, judge);
      });
      outcomes.set(id, outcome);
      over.resolve();
      task.meta.outcome = outcome;
      record(evidence, { settled: id, outcome }); // last: on a full disk it throws
      if (outcome.verdict !== 'passed')
        throw new Error(outcome.failure?.rationale ?? outcome.reason ?? outcome.trouble?.message);
    };
    const uses = typeof subject === 'function' ? [subject] : subject;
    defined.push({ id, requires: spec.requires, begin: () => test.concurrent(id, run, 0), uses, topology });
  };

  /** Prerequisites and capabilities first; whatever goes wrong around a check is ours. */
  const settle = async (
    spec: Check,
    evidence: string,
    run: (tools: CheckTools) => Promise<CheckOutcome>,
  ): Promise<CheckOutcome> => {
    const blocked = blockedBy(spec, outcomes);
    if (blocked) return blocked;
    try {
      record(evidence, { began: spec.id });
      const tools = await opening.promise;
      const missing = (spec.needs ?? []).filter((need) => !tools.engine.supports.has(need));
      if (missing.length > 0) {
        const reason = `this PostgreSQL installation lacks ${missing.join(', ')}`;
        return { verdict: 'skipped', cause: 'capability', reason, timing: noTime };
      }
      return await run(tools);
    } catch (error) {
      return { verdict: 'errored', cause: 'infrastructure', trouble: troubleOf(error), timing: noTime };
    }
  };

  define({ check: check as GraderTools['check'], scenario });
  for (const { begin, topology, uses } of inOrder(defined, setup.lasted)) {
    for (const behaviour of uses) behaviours.set(behaviour, topology);
    begin();
  }
}

async function verdictOf(running: Promise<Settled<void>>): Promise<CheckOutcome> {
  const settled = await running;
  return 'outcome' in settled ? settled.outcome : { verdict: 'passed', timing: settled.timing };
}

/** The time of a scenario belongs to the first check that judges it. */
const charged = new WeakSet<object>();

/** Runs the scenarios one after another and judges each; the first that does not hold is the outcome. */
async function judged<Facts>(
  scenarios: readonly Scenario<Facts>[],
  judge: (facts: Facts) => void,
): Promise<CheckOutcome> {
  const timing = { ...noTime };
  const seen: string[] = [];
  for (const scenario of scenarios) {
    seen.push(scenario.id);
    const settled = await scenario.run();
    const spent = 'outcome' in settled ? settled.outcome.timing : settled.timing;
    if (!charged.has(scenario))
      for (const part of ['total', 'cluster', 'student'] as const) timing[part] += spent[part];
    charged.add(scenario);
    if ('outcome' in settled) return { ...settled.outcome, scenarios: seen, timing };
    try {
      judge(settled.value);
    } catch (error) {
      return { ...classify(error, { timing, evidence: settled.evidence, trouble: settled.shortage }), scenarios: seen };
    }
  }
  return { verdict: 'passed', scenarios: seen, timing };
}
