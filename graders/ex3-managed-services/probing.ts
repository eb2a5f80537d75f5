import { type CheckContext, isReplicating } from '#harness/grading';
import { agreeWithTable } from './agreement.ts';
import { type Both, type Facts, parameters, plansOf } from './facts.ts';
import { tryService } from './service-trial.ts';
import { changeBetween, readTraces } from './traces.ts';
import { attempt, tryRights } from './trial.ts';

export interface Probed {
  returned: unknown;
  /** What the grader found when it tried the same. */
  truth: Both;
  change: ReturnType<typeof changeBetween>;
  notFollowing: string | undefined;
}

/** Runs probe against a service with one of this run's two plans, and tries the same. */
export async function probeUnder(context: CheckContext, which: 0 | 1): Promise<Probed> {
  const { cluster, managed, sharedRandom, signal, student } = context;
  managed.plan = plansOf(sharedRandom('plans'))[which];
  // Before the program begins: a superuser could change what a superuser may.
  const selfManaged = await trySelf(context);
  const before = await readTraces(context);
  for (const node of [cluster.leader, cluster.follower]) await node.handOver(); // the refusals so far are ours
  const program = await student();
  const returned = await program.call('probe', [program.lab]);
  await program.settle();
  const change = changeBetween(before, await readTraces(context));
  const proof = await isReplicating(cluster.leader, cluster.follower, { timeout: 20_000, signal });
  await context.examine();
  const truth = { selfManaged, managed: await tryService(context) };
  await agreeWithTable(truth);
  return {
    returned,
    truth,
    change,
    notFollowing: proof.replicates ? undefined : proof.because,
  };
}

async function trySelf(context: CheckContext): Promise<Facts> {
  const { url } = context.cluster.leader;
  const sets: Facts = {};
  for (const [name, value] of Object.entries(parameters)) {
    sets[`sets.${name}`] = await attempt(context, url, `ALTER SYSTEM SET ${name} = '${value}'`);
    await attempt(context, url, `ALTER SYSTEM RESET ${name}`);
  }
  return { ...(await tryRights(context, url)), ...sets };
}
