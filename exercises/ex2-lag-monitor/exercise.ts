import { defineExercise } from '#lab';

export default defineExercise({
  slug: 'ex2-lag-monitor',
  title: 'How far behind is the follower?',
  summary:
    'Measure replication lag in bytes and in seconds, and tell a follower that is late from one that is cut off.',
  topology: 'pair',
  modules: {
    'src/monitor-lag.ts': {
      exports: {
        lsnToBigInt: { deadline: 5_000 },
        measureLag: { deadline: 5_000 },
        watchLag: { deadline: 60_000 },
      },
    },
  },
  permits: [],
  seed: [
    `CREATE TABLE public.inventory (
       product_id int PRIMARY KEY,
       product_name varchar(255) NOT NULL,
       quantity int,
       last_updated timestamptz DEFAULT now())`,
    `INSERT INTO public.inventory (product_id, product_name, quantity)
       VALUES (101, 'QuantumWidget', 100), (102, 'HyperSpanner', 75), (103, 'FluxCapacitor', 50)`,
  ],
  grants: ['SELECT ON public.inventory'],
  checks: [
    {
      id: 'lsn-arithmetic',
      title: 'lsnToBigInt is exact over all 64 bits, and refuses what is no LSN',
      points: 12,
      hint: 'The half before the slash counts 2^32 times the other one. A number holds 53 bits exactly, a bigint all.',
      lecture: '04-lag#positions-are-numbers',
    },
    {
      id: 'idle',
      title: 'While nobody writes, a follower that has everything is 0 bytes and 0 seconds behind',
      points: 10,
      hint: 'The age of the last replayed commit grows while nobody writes. It is a lag only if something is not replayed yet.',
      lecture: '04-lag#the-idle-trap',
    },
    {
      id: 'leader-first',
      title:
        'A follower that keeps up is not called late because it was asked too early, nor early because it was asked late',
      points: 6,
      hint: 'Await the answer of the leader, then ask the follower. Side by side is not in order. No lag is below zero.',
      lecture: '04-lag#two-servers-two-moments',
      requires: ['idle'],
    },
    {
      id: 'replay-paused',
      title: 'With replay paused the report has the exact bytes: all received, and not replayed',
      points: 12,
      hint: 'Received and replayed are two positions: pg_last_wal_receive_lsn() and pg_last_wal_replay_lsn().',
      lecture: '04-lag#received-is-not-replayed',
    },
    {
      id: 'link-severed',
      title:
        'With the replication link cut the follower is disconnected, and behind by the exact bytes it did not receive',
      points: 12,
      hint: 'A follower that is cut off has replayed all that it received. Only the leader knows what there is besides.',
      lecture: '04-lag#the-missing-receiver',
    },
    {
      id: 'longer-position',
      title: 'Positions whose texts differ in length are compared as numbers',
      points: 6,
      hint: "As texts '0/FFFF28' is greater than '0/1000140', and as positions it is less.",
      lecture: '04-lag#positions-are-numbers',
      requires: ['replay-paused'],
    },
    {
      id: 'restarted-follower',
      title: 'After a restart of the follower nothing that it has counts as missing, and no age is made up',
      points: 6,
      hint: 'pg_last_wal_receive_lsn() begins again at the start of a segment, or NULL; and what was replayed was received.',
      lecture: '04-lag#after-a-restart',
    },
    {
      id: 'leader-down',
      title: 'A leader that is dead or silent is reported within 5 seconds, whatever the follower is',
      points: 8,
      hint: 'Put one limit around connecting, asking and closing; and look at the leader before anything else.',
      lecture: '04-lag#when-a-server-does-not-answer',
    },
    {
      id: 'follower-down',
      title: 'A follower that is dead or silent is reported within 5 seconds',
      points: 6,
      hint: 'Put one limit around connecting, asking and closing. What the follower has is not known then: null.',
      lecture: '04-lag#when-a-server-does-not-answer',
    },
    {
      id: 'promoted',
      title: 'A follower that was promoted is no follower any more, and its positions say nothing',
      points: 6,
      hint: 'pg_is_in_recovery() tells a follower from a leader.',
      lecture: '04-lag#a-follower-no-more',
    },
    {
      id: 'leaves-nothing-open',
      title:
        'A hundred measurements, four at a time, are right, leave no session on either server, and let the program end',
      points: 4,
      hint: 'Close every connection in a finally, also after an error; and clear the timers of limits that did not pass.',
      lecture: '04-lag#close-what-you-open',
    },
    {
      id: 'watch-interval',
      title: 'watchLag starts a measurement every interval, from start to start, and never two at a time',
      points: 5,
      hint: 'After a measurement, wait for what is left of the interval, not for a whole one.',
      lecture: '04-lag#a-clock-that-does-not-drift',
    },
    {
      id: 'watch-abort',
      title: 'watchLag ends at once when its signal fires: in a measurement, in a pause, and before it has begun',
      points: 4,
      hint: 'Race the measurement and the pause against the signal, and look at signal.aborted first.',
      lecture: '04-lag#stop-when-told',
    },
    {
      id: 'watch-goes-on',
      title: 'watchLag survives failures: of servers, of a measurement, of the receiver of its reports',
      points: 3,
      hint: 'onReport may return a promise that rejects: nobody but you can catch that.',
      lecture: '04-lag#a-monitor-outlives-what-it-watches',
    },
  ],
});
