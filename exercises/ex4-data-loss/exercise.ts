import { defineExercise } from '#lab';

export default defineExercise({
  slug: 'ex4-data-loss',
  title: 'Losing an acknowledged write, and not losing one',
  summary: 'Lose a write that a client was told is safe; then configure the pair so that this cannot happen.',
  topology: 'pair',
  modules: {
    'src/data-loss.ts': {
      exports: {
        loseAWrite: { deadline: 30_000 },
        configureNoLoss: { deadline: 15_000 },
        write: { deadline: 5_000 },
      },
    },
  },
  permits: ['exec', 'files', 'start', 'stop', 'kill', 'disconnect', 'isolate', 'blackhole'],
  seed: [
    `CREATE TABLE public.inventory (
       product_id int PRIMARY KEY,
       product_name varchar(255) NOT NULL,
       quantity int,
       last_updated timestamptz DEFAULT now())`,
    `INSERT INTO public.inventory (product_id, product_name, quantity)
       VALUES (101, 'QuantumWidget', 100), (102, 'HyperSpanner', 75), (103, 'FluxCapacitor', 50)`,
  ],
  grants: [
    'SELECT, INSERT, UPDATE, DELETE ON public.inventory',
    'EXECUTE ON FUNCTION pg_catalog.pg_promote(boolean, integer)',
    'EXECUTE ON FUNCTION pg_catalog.pg_reload_conf()',
    'SET, ALTER SYSTEM ON PARAMETER synchronous_standby_names',
    'SET, ALTER SYSTEM ON PARAMETER synchronous_commit',
  ],
  checks: [
    {
      id: 'acknowledged',
      title: 'The client of loseAWrite was told that its row is safe, and the dead leader has the row on its disk',
      points: 10,
      hint: 'Write the row on the leader with your own `write`, return what it told you, and leave the old leader as it died.',
      lecture: '05-failover#the-write-that-was-acknowledged-and-lost',
    },
    {
      id: 'new-leader',
      title: 'The follower was promoted: it takes writes, on a new timeline, and has every earlier row',
      points: 10,
      hint: 'Promote the follower with `SELECT pg_promote()` over its own url, or with `pg_ctl promote` on the node.',
      lecture: '05-failover#promotion',
    },
    {
      id: 'leader-died-first',
      title: 'The leader was dead before the promotion was asked for',
      points: 10,
      hint: 'Await the end of the leader before you promote: two leaders at once are another, worse story.',
      lecture: '05-failover#first-the-old-leader-must-be-gone',
      requires: ['new-leader'],
    },
    {
      id: 'row-lost',
      title: 'The row is gone because its commit never reached the follower, not because somebody deleted it',
      points: 15,
      hint: 'Cut the replication link, be sure that it is cut, and only then write the row.',
      lecture: '05-failover#the-write-that-was-acknowledged-and-lost',
      requires: ['acknowledged', 'new-leader'],
    },
    {
      id: 'healthy-writes',
      title: 'With configureNoLoss and a healthy follower every write is acked, in time, and on both nodes',
      points: 10,
      hint: 'The name in synchronous_standby_names must match the follower: see application_name in pg_stat_replication.',
      lecture: '04-synchronous-replication#naming-the-standbys',
    },
    {
      id: 'refused-writes',
      title: 'A write that the server refuses is rejected, and changes nothing',
      points: 5,
      hint: 'An error that has a SQLSTATE came from the server: the statement did not take effect.',
      lecture: '04-synchronous-replication#three-answers-to-a-write',
    },
    {
      id: 'follower-gone',
      title:
        'With the follower gone a write is not acked, and answers in time; when it is back, writes are acked again',
      points: 10,
      hint: 'statement_timeout does not end the wait for a follower. Put a limit of your own around the whole write.',
      lecture: '04-synchronous-replication#when-the-follower-is-gone',
      requires: ['healthy-writes'],
    },
    {
      id: 'cancelled-wait',
      title: 'A write whose wait for the follower was cancelled or cut off is unknown',
      points: 10,
      hint: 'A cancelled wait ends with success and a WARNING: the row is committed here, and nobody knows about there.',
      lecture: '04-synchronous-replication#a-cancelled-wait-is-a-commit',
      requires: ['healthy-writes'],
    },
    {
      id: 'no-acked-loss',
      title: 'With configureNoLoss the same failure, at random moments, loses no row that write called acked',
      points: 20,
      hint: 'acked may be said only of a row that the follower has: look at synchronous_commit in the session that writes.',
      lecture: '04-synchronous-replication#what-an-acknowledgement-promises',
      requires: ['healthy-writes'],
    },
  ],
});
