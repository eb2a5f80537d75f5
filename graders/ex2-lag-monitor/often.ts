import { type CheckContext, clientLink } from '#harness/grading';
import { Observer } from './observe.ts';
import { type Leftovers, measureOften, tellOften, whatIsLeft } from './sessions.ts';
import { Watching } from './watching.ts';

/** Many reports of a pair that is well, a watch over it, and reports while one of the two is out of reach. */
export async function measureAgainAndAgain(context: CheckContext): Promise<{ leftovers: Leftovers }> {
  const { cluster } = context;
  const { leader, follower } = cluster;
  const observer = new Observer(context);
  const leftovers: Leftovers = { reports: [], open: [], ends: [] };
  const count = async () => void leftovers.open.push(await whatIsLeft(context, [leader, follower]));
  leftovers.reports = await measureOften(context, observer, 100);
  await count();
  leftovers.ends.push(await watchForAWhile(context));
  await count();
  for (const node of [leader, follower]) {
    await using _fault = await cluster.inflict([clientLink(node.name)], { kind: 'sever' });
    await tellOften(observer, 12);
    await count(); // before the link is whole again: what is open now is open to the other one
  }
  leftovers.ends.push(await observer.settle());
  return { leftovers };
}

/** A watch from its begin to its end, in a program of its own; how that ended. */
async function watchForAWhile(context: CheckContext): Promise<'ended' | 'killed'> {
  const program = await context.student();
  const watching = new Watching(context, program, { intervalMs: 50 });
  await watching.until('some reports', () => watching.reports.length >= 5, 10_000);
  watching.abort();
  await watching.isOver(5000);
  return await program.settle();
}
