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
      hint: [
        'The text is one number of 64 bits, written in two halves of 32.',
        'The half before the slash counts 2^32 times the other one: shift it by 32n as a bigint. A number is exact up to 2^53 only, and `<<` on numbers knows 32 bits.',
        'Check the text first, with a pattern from its first to its last character: one to eight hexadecimal digits, a slash, one to eight more.',
      ],
      explain: {
        does: 'It calls lsnToBigInt with some forty texts in random order: the ends of the range, random positions, lower case, leading zeros, and texts that are no positions, for which it must throw.',
        look: [
          {
            run: "SELECT '16/B374D848'::pg_lsn - '0/0'::pg_lsn",
            see: 'The number that lsnToBigInt must give for this text.',
          },
        ],
      },
      lecture: '04-lag#positions-are-numbers',
    },
    {
      id: 'idle',
      title: 'While nobody writes, a follower that has everything is 0 bytes and 0 seconds behind',
      points: 10,
      hint: [
        'Which of the four members is wrong stands above. Nothing moves in this scene: everything is 0.',
        'The age of the last replayed commit grows while nobody writes. It is a lag only if something is not replayed yet.',
        '`seconds` is 0 whenever `replayBytes` is 0n, whatever the clock says. The bytes are bigints, not strings and not numbers.',
      ],
      explain: {
        does: 'It writes on the leader, waits until the follower has replayed all of it, reads both servers, calls measureLag, and reads them again. It does so five times, between the other scenes.',
        look: [
          {
            run: 'SELECT now() - pg_last_xact_replay_timestamp()',
            see: 'On the follower: it grows although nothing is missing.',
          },
        ],
      },
      lecture: '04-lag#the-idle-trap',
    },
    {
      id: 'leader-first',
      title:
        'A follower that keeps up is not called late because it was asked too early, nor early because it was asked late',
      points: 6,
      hint: [
        'You compare two servers at two moments. Which of the two moments comes first?',
        'Await the answer of the leader, then ask the follower. Side by side is not in order.',
        'The follower may be ahead of what the leader said a moment before: then the lag is 0n, not below it.',
      ],
      explain: {
        does: 'It makes the way to one server slow for a third of a second. Meanwhile it writes on the leader and waits until the follower has everything; then the way is free. With a slow leader, whoever has asked the follower before reports bytes that nobody misses.',
        look: [
          {
            run: 'SELECT pg_current_wal_lsn()',
            see: 'On the leader, twice, with an INSERT in between: what the follower had before the second one is not behind.',
          },
        ],
      },
      lecture: '04-lag#two-servers-two-moments',
      requires: ['idle'],
    },
    {
      id: 'replay-paused',
      title: 'Bytes that are received and not replayed, or still on their way, are reported exactly',
      points: 12,
      hint: [
        'Received is one thing, replayed is another.',
        "Received and replayed are two positions: pg_last_wal_receive_lsn() and pg_last_wal_replay_lsn(). Subtract each from the leader's.",
        "`seconds` is the age of the newest commit that is visible on the follower: clock_timestamp() minus pg_last_xact_replay_timestamp(), in seconds with a fraction. It is 0 when nothing of the leader's is missing, and not when all that was received is replayed. The columns replay_lag and write_lag of the leader stand still in this scene.",
      ],
      explain: {
        does: 'It makes the link between the two so slow that nothing arrives, writes on the leader, and calls measureLag between two readings of its own. Then it pauses replay, lets everything arrive, and does so again.',
        look: [
          {
            run: 'SELECT pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()',
            see: 'On the follower, while a superuser has paused replay.',
          },
        ],
      },
      lecture: '04-lag#received-is-not-replayed',
    },
    {
      id: 'link-severed',
      title:
        'With the replication link cut the follower is disconnected, and behind by the exact bytes it did not receive',
      points: 12,
      hint: [
        'The follower is content: it has replayed all that it has. Who knows what it does not have?',
        "Subtract from the leader's position, not from what the follower received.",
        'Whether WAL can arrive is told by pg_stat_wal_receiver on the follower, or pg_stat_replication on the leader: the row is gone when the link is cut. Bytes do not tell it: right after a cut there are none.',
      ],
      explain: {
        does: 'It cuts the replication link, waits until both servers have noticed, and calls measureLag; then it writes on the leader and calls it again.',
        look: [{ run: 'SELECT status FROM pg_stat_wal_receiver', see: 'On the follower: no row while it is cut off.' }],
      },
      lecture: '04-lag#the-missing-receiver',
    },
    {
      id: 'longer-position',
      title: 'Positions whose texts differ in length are compared as numbers',
      points: 6,
      hint: [
        'Positions are compared somewhere in your code. As what?',
        "As texts '0/FFFF28' is greater than '0/1000140', and as positions it is less.",
        'Turn every position into a bigint before you compare it, or let the server compare: greatest(a, b) on pg_lsn, pg_wal_lsn_diff(a, b).',
      ],
      explain: {
        does: "It lets the leader's log grow to just below a position where the text gets one digit more, pauses replay there, and lets the follower receive what lies beyond.",
        look: [
          {
            run: "SELECT '0/FFFF28' > '0/1000140', '0/FFFF28'::pg_lsn > '0/1000140'::pg_lsn",
            see: 'True as texts, false as positions.',
          },
        ],
      },
      lecture: '04-lag#positions-are-numbers',
      requires: ['replay-paused'],
    },
    {
      id: 'restarted-follower',
      title: 'After a restart of the follower nothing that it has counts as missing, and no age is made up',
      points: 6,
      hint: [
        'A restart makes a follower forget two things that it knew.',
        'pg_last_wal_receive_lsn() begins again at the start of a segment, or NULL; and what was replayed was received: take the greater one.',
        'pg_last_xact_replay_timestamp() is NULL until a commit is replayed after the start. Then `seconds` is null as long as something is not replayed, not 0.',
      ],
      explain: {
        does: 'It restarts the follower, pauses replay before any commit arrives, writes, and calls measureLag. Then it restarts the follower with its link cut, writes, and calls it again.',
        look: [
          {
            run: 'SELECT pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn(), pg_last_xact_replay_timestamp()',
            see: 'On a follower that was just restarted.',
          },
        ],
      },
      lecture: '04-lag#after-a-restart',
    },
    {
      id: 'leader-down',
      title: 'A leader that is dead or silent is reported within 5 seconds, whatever the follower is',
      points: 8,
      hint: [
        'Look at the leader before anything else; without it nothing is known.',
        'Put one limit around connecting, asking and closing: more than one second, less than five for both servers together. connectionTimeoutMillis alone is not enough for a server that falls silent later.',
        'What nobody knows is null, not 0n. And a follower that was promoted does not matter while the leader is down.',
      ],
      explain: {
        does: "It calls measureLag while the leader resets connections, while it accepts them and says nothing, while it answers the login and no query, while it answers everything but the goodbye, while both servers are out of reach, and when the leader is dead and its follower promoted. Each call has five seconds. One call before, when all was well, must have said 'streaming'.",
        look: [
          {
            run: 'new Client({ connectionString, connectionTimeoutMillis: 1500, query_timeout: 1500 })',
            see: 'Limits of pg for connecting and for a query; see which part of your measurement has none.',
          },
        ],
      },
      lecture: '04-lag#when-a-server-does-not-answer',
    },
    {
      id: 'follower-down',
      title: 'A follower that is dead or silent is reported within 5 seconds',
      points: 6,
      hint: [
        'The leader answers and the follower does not. What do you know of the follower now?',
        'Put one limit around connecting, asking and closing; close also after an error.',
        'The leader may still list the follower in pg_stat_replication, with positions of a moment ago: do not report these. All three numbers are null.',
      ],
      explain: {
        does: "It calls measureLag while the follower resets connections, while it accepts them and says nothing, while it answers the login and no query, while it answers everything but the goodbye, and when it is dead. Each call has five seconds. One call before, when all was well, must have said 'streaming'.",
        look: [
          {
            run: 'SELECT state, replay_lsn FROM pg_stat_replication',
            see: 'On the leader: what it believes of a follower that does not answer you.',
          },
        ],
      },
      lecture: '04-lag#when-a-server-does-not-answer',
    },
    {
      id: 'promoted',
      title: 'A follower that was promoted is no follower any more, and its positions say nothing',
      points: 6,
      hint: [
        'A server that answers at followerUrl need not be a follower.',
        'pg_is_in_recovery() tells a follower from a leader. On one that was promoted, the positions of its time as a follower stand still.',
        'The same holds on the other side: pg_current_wal_lsn() is an error on a server in recovery, and nobody at leaderUrl is a leader then.',
      ],
      explain: {
        does: "It calls measureLag with the two urls exchanged, which is 'leader-down'; then it promotes the follower and calls it again.",
        look: [{ run: 'SELECT pg_is_in_recovery()', see: 'On either server.' }],
      },
      lecture: '04-lag#a-follower-no-more',
    },
    {
      id: 'leaves-nothing-open',
      title:
        'A hundred measurements, four at a time, are right, leave no session on either server, and let the program end',
      points: 4,
      hint: [
        'Every connection that is opened must be closed, whatever came in between.',
        'Close every connection in a finally, also after an error, and also the one to the leader when the follower does not answer.',
        'A timer that still runs keeps a program alive as well: clear the timers of limits that did not pass. State of one measurement must not lie where another one that runs at the same time finds it.',
      ],
      explain: {
        does: 'It calls measureLag a hundred times, four at a time, lets a watch run for a while, and measures with one server out of reach. After each it counts the sessions of your role on both servers. At the end your program must end by itself.',
        look: [
          {
            run: "SELECT count(*) FROM pg_stat_activity WHERE usename = 'student'",
            see: 'On each server, after your measurements.',
          },
        ],
      },
      lecture: '04-lag#close-what-you-open',
    },
    {
      id: 'watch-interval',
      title: 'watchLag starts a measurement every interval, from start to start, and never two at a time',
      points: 5,
      hint: [
        'From the start of a measurement to the start of the next one it is one interval.',
        'After a measurement, wait for what is left of the interval, not for a whole one.',
        'setInterval does not wait for a measurement: two may run at a time. Measure, report, and then set one timer for the next start; when the start has passed already, begin at once and do not make up for it.',
      ],
      explain: {
        does: 'It passes a `measure` of its own, which notes when it is called and takes six tenths of the interval; one call takes more than two intervals. Two watches with different intervals run in one program. Some periods in a row must take about an interval each. Then it stops one of two watches that both pause, and the other one must go on.',
        look: [
          {
            run: 'console.log(performance.now())',
            see: 'At the start of each measurement; what your code prints is kept with the evidence.',
          },
        ],
      },
      lecture: '04-lag#a-clock-that-does-not-drift',
    },
    {
      id: 'watch-abort',
      title: 'watchLag ends at once when its signal fires: in a measurement, in a pause, and before it has begun',
      points: 4,
      hint: [
        'There are three places where the signal can find a watch: before its begin, in a measurement, in a pause.',
        'Race the measurement and the pause against the signal, and look at signal.aborted first: for a signal that has fired, no event comes.',
        'Resolve, do not reject. Clear the timer of the pause; it would keep the program alive. And a measurement that ends later is not reported any more.',
      ],
      explain: {
        does: 'It runs three watches with an interval of an hour and fires their signals: one before the call, one in a measurement that hangs, one half a second after the first report. Each must resolve within two seconds; then the measurement that hung ends, and the program must end by itself, without a further report.',
        look: [{ run: 'signal.aborted', see: 'At the begin of watchLag, and after each await in it.' }],
      },
      lecture: '04-lag#stop-when-told',
    },
    {
      id: 'watch-goes-on',
      title: 'watchLag survives failures: of servers, of a measurement, of the receiver of its reports',
      points: 3,
      hint: [
        'Something that you call fails. What becomes of your loop?',
        'Catch what a measurement throws: no report then, and on to the next start.',
        'onReport may throw, or return a promise that rejects: nobody but you can catch that. Put its call and its await into a try.',
      ],
      explain: {
        does: 'It watches two real servers through three outages: each must show in the reports, and so must its end. Beside it run a watch whose measurement throws once, one whose onReport rejects once, and one whose onReport throws at once.',
        look: [{ run: "await Promise.reject(new Error('x'))", see: 'In onReport, while you try your watch.' }],
      },
      lecture: '04-lag#a-monitor-outlives-what-it-watches',
    },
  ],
});
