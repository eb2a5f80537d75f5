import { type CheckContext, isReplicating, waitForCatchup } from '#harness/grading';
import { configOf, patient } from './config.ts';
import { mustReport, wellFollower, wellLeader } from './health.ts';
import { pauseReplay, receiverGone } from './replay.ts';
import { Service } from './service.ts';
import { stock } from './stock.ts';

/** Two servers that are what they should be, the follower with everything and without. */
export async function reportWell(context: CheckContext): Promise<void> {
  const { cluster, random, signal } = context;
  const { leader, follower } = cluster;
  await stock(context, random.int(1, 5));
  const service = await Service.open(context, configOf(leader, follower, patient));
  const asked = { service, timeouts: patient };
  const so = { leader: wellLeader, follower: { ...wellFollower, lag: 'measured' } } as const;
  await mustReport(context, asked, 'The follower has everything', so);
  await pauseReplay(context);
  for (const more of [1, 2]) {
    await emit(context);
    await mustReport(context, asked, `Replay is paused on the follower, and the leader has written (${more})`, so);
  }
  await follower.query('SELECT pg_catalog.pg_wal_replay_resume()');
  await waitForCatchup(leader, follower, { timeout: 20_000, signal });
  await mustReport(context, asked, 'The follower has everything again', so);
  const alone = await Service.open(context, configOf(leader, undefined, patient), service.program);
  const lonely = { service: alone, timeouts: patient };
  await mustReport(context, lonely, 'The configuration names no follower', { leader: wellLeader, follower: null });
}

/** Servers that can be reached, and are not what the configuration says, or not what they should be. */
export async function reportRoles(context: CheckContext): Promise<void> {
  const { cluster, signal } = context;
  const { leader, follower } = cluster;
  const service = await Service.open(context, configOf(leader, follower, patient));
  const asked = { service, timeouts: patient };
  const swapped = await Service.open(context, configOf(follower, leader, patient), service.program);
  await mustReport(context, { service: swapped, timeouts: patient }, 'Each server has the other role', {
    leader: { up: true, role: 'follower', healthy: false },
    follower: { up: true, role: 'leader', healthy: false, lag: null },
  });
  await mustReport(context, asked, 'Both servers are well', {
    leader: wellLeader,
    follower: { ...wellFollower, lag: 'measured' },
  });
  const cut = await cluster.disconnect(follower);
  await receiverGone(context);
  await emit(context);
  await mustReport(context, asked, 'The follower has lost its leader, and runs', {
    leader: wellLeader,
    follower: { ...wellFollower, healthy: false, lag: 'measured' },
  });
  await cut.heal();
  await isReplicating(leader, follower, { timeout: 20_000, signal });
  await follower.promote({ timeout: 20_000, signal });
  await mustReport(context, asked, 'The follower was promoted', {
    leader: wellLeader,
    follower: { up: true, role: 'leader', healthy: false, lag: null },
  });
}

/** Some bytes of WAL more on the leader. */
async function emit({ cluster, random }: CheckContext): Promise<void> {
  const bytes = random.int(3000, 40_000);
  const sql = "SELECT pg_catalog.pg_logical_emit_message(true, 'lab', pg_catalog.repeat('x', $1))";
  await cluster.leader.query(sql, [bytes]);
}
