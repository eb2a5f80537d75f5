import { defineExercise } from '#lab';

export default defineExercise({
  slug: 'ex7-resilient-service',
  title: 'A service that lives through it',
  summary: 'Write a service that answers in time, tells the truth when it cannot, and moves to a new leader under way.',
  topology: 'pair',
  modules: {
    'src/service.ts': { exports: { createService: { deadline: 5_000 } } },
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
  grants: ['SELECT, UPDATE ON public.inventory'],
  checks: [
    {
      id: 'updates-and-reads',
      title: 'Updates change the leader, reads show them, and a product that there is not is said to be none',
      points: 6,
      hint: [
        'Both servers are well here. Take one product and one number and follow them: to the leader, to the follower, and back.',
        'An UPDATE of a row that there is not is no error of the server: it changes 0 rows. And a read asks each time.',
        "Look at `rowCount` of the result: 0 is an Error with the code 'NOT_FOUND'. A read without a row resolves to null. Await the query before you return.",
      ],
      explain: {
        does: 'It calls updateInventory for several products with random quantities, reads the leader itself, waits until the follower has replayed, and calls readInventory. Then it does both with a product that there is not.',
        look: [
          {
            run: 'console.log(result.rowCount)',
            see: 'After your UPDATE; what your code prints is kept with the evidence.',
          },
        ],
      },
      lecture: '09-the-applications-half#read-write-split',
    },
    {
      id: 'routing',
      title: 'Reads go to the follower and writes to the leader; without a follower reads go to the leader',
      points: 8,
      hint: [
        'Two servers, two answers: the follower is a little late here, so that one can see who was asked.',
        'A read shows what the follower has, old as it may be. The configuration decides where a call goes, not the state of the servers.',
        "When the follower is down, a read is 'UNAVAILABLE': no second try on the leader. Only a configuration without `follower` reads there.",
      ],
      explain: {
        does: 'It pauses replay on the follower, changes rows through your service, and reads them: with a follower in the configuration the old quantity must be shown, without one the new. Then the follower refuses clients, and reads must be UNAVAILABLE.',
        look: [{ run: 'SELECT pg_is_in_recovery()', see: 'In a session of your service: true on the follower.' }],
      },
      lecture: '09-the-applications-half#read-write-split',
      requires: ['updates-and-reads'],
    },
    {
      id: 'true-errors',
      title: 'What the error of an update says of its row is true',
      points: 8,
      hint: [
        'An update was sent and came to an error. Who knows whether the row was changed: you, the server, nobody?',
        'When you stop waiting, the server does not: it may commit a second later. Only an ERROR that the server itself reports says that nothing was done.',
        "After the statement was sent: a DatabaseError of `pg` with severity ERROR is 'UNAVAILABLE'; a timeout of yours, a FATAL and a lost connection are 'UNKNOWN', and so they are after a COMMIT that was sent. Before it was sent, everything is 'UNAVAILABLE'.",
      ],
      explain: {
        does: 'It lets updates fail that were sent already: the row is locked for longer than `query`; the leader falls silent when the statement waits for the lock, and then commits it; the leader of the configuration is a follower (25006); commits wait for a synchronous standby that there is not, and the session is ended or `query` passes while yours does. When all sessions are over it compares each error with the row.',
        look: [
          {
            run: 'console.log(error.name, error.severity, error.code, error.message)',
            see: 'In the place where an update catches its error.',
          },
          {
            run: "SELECT pid, state, wait_event_type, query FROM pg_stat_activity WHERE usename = 'student'",
            see: 'On the leader, after your timeout: the statement still waits.',
          },
        ],
      },
      deadline: 120_000,
      lecture: '09-the-applications-half#unknown-outcome',
      requires: ['updates-and-reads'],
    },
    {
      id: 'health-well',
      title:
        'The health check says of well servers that they are up and healthy, and how many bytes the follower lacks',
      points: 8,
      hint: [
        'Which member is wrong stands above. Both servers are well here, whatever the follower lacks.',
        "The lag is a difference of two positions: the leader's current one, and what the follower has replayed; a bigint.",
        "`pg_current_wal_lsn() - '0/0'` and `pg_last_wal_replay_lsn() - '0/0'` are numerics, which `pg` hands over as text: BigInt(text). A configuration without a follower has `follower: null` in its report.",
      ],
      explain: {
        does: 'It reads the positions of both servers, calls healthCheck, and reads them again; the lag must lie between. First when the follower has everything, then with replay paused and the leader writing.',
        look: [
          { run: "SELECT pg_current_wal_lsn() - '0/0'", see: 'On the leader.' },
          { run: "SELECT pg_last_wal_replay_lsn() - '0/0'", see: 'On the follower.' },
        ],
      },
      lecture: '09-the-applications-half#healthy-is-more',
    },
    {
      id: 'health-roles',
      title: 'A server that can be reached is not healthy when its role is another one, or when it receives nothing',
      points: 8,
      hint: [
        'All servers answer here, and not all are healthy. What makes one unhealthy that answers, and who knows a lag then?',
        'Up is one fact, the role another one: ask each server what it is, and compare that with what the configuration takes it for.',
        'pg_is_in_recovery() tells the role; a row of pg_stat_wal_receiver whose status is streaming tells that a follower still receives. When the roles are not as they should be, there is no lag: null.',
      ],
      explain: {
        does: 'It calls healthCheck with a configuration that has the servers the wrong way round; with the replication link cut; and after the follower was promoted.',
        look: [
          { run: 'SELECT pg_is_in_recovery()', see: 'On either server.' },
          { run: 'SELECT status FROM pg_stat_wal_receiver', see: 'On the follower: no row when it is cut off.' },
        ],
      },
      lecture: '09-the-applications-half#healthy-is-more',
    },
    {
      id: 'leader-killed',
      title:
        'When the leader dies it is noticed, updates fail with true errors in time, reads go on; when it is back, so are updates',
      points: 10,
      hint: [
        'The leader dies in the middle of updates. The words above tell what went wrong then: the program, an answer, or its return.',
        "A Pool and a Client of `pg` emit 'error' when a connection breaks, also one that is idle. Without a listener that ends the program.",
        "`pool.on('error', …)`, and a listener on each client that the pool makes ('connect'). A connection that broke must not be used again: `client.release(true)`. An update that failed must reject.",
      ],
      explain: {
        does: 'Three clients update products through your service when the leader is killed. It calls healthCheck, tries updates and reads while the leader is dead, and with a second service that never had a connection. Then it starts the leader and tries again; and it compares what was said with the rows.',
        look: [
          { see: 'The log of the leader ends where it was killed; what your program printed stands in the evidence.' },
        ],
      },
      deadline: 120_000,
      lecture: '09-the-applications-half#timeouts-that-work',
      requires: ['updates-and-reads'],
    },
    {
      id: 'leader-silent',
      title:
        'When servers fall silent every call is answered in time, on open connections and on new ones; afterwards all is well',
      points: 12,
      hint: [
        'No answer in time, or another one than it should be: which it is stands above. A silent server gives no error, ever. Which of your waits has no limit of its own: for a connection, for an answer, for a goodbye?',
        'connectionTimeoutMillis limits the wait for a connection, query_timeout the wait for an answer on an open one. A health check needs a limit around all of it, and asks both servers within one time. A read whose follower is silent has no answer, though the leader had one.',
        'A connection whose query was given up goes back to nobody: the next query would wait behind the lost one. And what was sent before the silence arrives after it.',
      ],
      explain: {
        does: 'It opens connections by some calls. Then the network to the leader swallows everything: updates, by the service with open connections and by one without, a health check, and reads from the follower at the same time. Then the follower is silent too, and in the end it alone: reads must be UNAVAILABLE, and not be answered by the leader. It heals the network, and updates must succeed again; the services are closed, and when their sessions are over, what was said is compared with the rows.',
        look: [
          {
            run: "console.log(Date.now() - begun, 'ms')",
            see: 'Around each await of your service: the one that does not come back prints nothing.',
          },
        ],
      },
      deadline: 120_000,
      lecture: '09-the-applications-half#timeouts-that-work',
      requires: ['updates-and-reads'],
    },
    {
      id: 'reconfigure',
      title:
        'After reconfigure calls go to the new servers, and the old connections are closed, though the old leader is silent',
      points: 10,
      hint: [
        'Two things are asked: that everything goes the new way, and that nothing is left of the old one. Which of them it is stands above.',
        'A goodbye waits for the other side: `client.end()` to a silent server never resolves, and its socket stays open, also when `pool.end()` has resolved.',
        'Exchange the pools first, then end the old ones, with a limit; after it destroy the sockets that are left. In `pg` you can make them yourself: the option `stream` is a function that returns a Socket.',
      ],
      explain: {
        does: 'With connections open, the leader falls silent for clients and the follower is promoted. It calls reconfigure with the promoted one as the leader and no follower; updates, reads and the health check must go there. It heals the network: within five seconds the old leader must have no session of yours. Then it reconfigures once more.',
        look: [
          {
            run: "SELECT pid, state, query FROM pg_stat_activity WHERE usename = 'student'",
            see: 'On the old leader, after the network is whole again: what you have left behind.',
          },
        ],
      },
      deadline: 120_000,
      lecture: '09-the-applications-half#reconfigure',
      requires: ['updates-and-reads'],
    },
    {
      id: 'running-calls',
      title: 'Calls that are under way when the service is reconfigured are answered, and truly',
      points: 8,
      hint: [
        'Thirty calls are under way, and most of them have no connection yet. What becomes of them when their pool is ended?',
        'A Pool that is ended forgets the calls that wait in its queue: they hang until their time is up, or for ever.',
        'Remember the promises of the calls under way, and end the old pool when all of them have settled; each has its own limits. Or reject them yourself, with a code that is true.',
      ],
      explain: {
        does: 'A session of the grader locks a row, thirty updates of it are called, and reconfigure in the middle. Then the lock is released. Each of the thirty must be answered, reconfigure must resolve, and the old leader must have no session of yours. The row is compared with what was said.',
        look: [{ run: 'console.log(pool.totalCount, pool.waitingCount)', see: 'Before you end the pool.' }],
      },
      deadline: 120_000,
      lecture: '09-the-applications-half#reconfigure',
      requires: ['updates-and-reads'],
    },
    {
      id: 'old-leader',
      title: 'An old leader that comes back writable gets none of fifty writes',
      points: 6,
      hint: [
        'The old leader would take every write that reaches it. Who in your service still knows it?',
        'After reconfigure the new configuration holds, and it alone: no list of servers that were known once, no search for whoever accepts a write.',
        'Look for what outlives reconfigure: a pool, a url, a timer, a connection that tries again.',
      ],
      explain: {
        does: 'The leader is killed, the follower promoted, the service reconfigured; then the old leader is started, and nobody fences it. It calls updateInventory fifty times. Every row must be on the new leader, none on the old one, and no connection be made to that.',
        look: [{ run: 'SELECT * FROM inventory ORDER BY last_updated DESC LIMIT 3', see: 'On both leaders.' }],
      },
      deadline: 120_000,
      lecture: '08-two-heads#the-candidate',
      requires: ['updates-and-reads'],
    },
    {
      id: 'fifty-calls',
      title: 'Fifty calls at the same time succeed, and use at most 20 connections to a server',
      points: 8,
      hint: [
        'Both servers are well; a row is slow for a second and a half or more. How many connections do fifty calls need, and how long may one wait?',
        'A connection for each call is too many: the server has a limit, and so has your role. A pool lets calls wait for a free one.',
        '`new Pool({ max: 10 })`, made once for each server and not for each call: without a follower reads and updates use one pool. A wait for a free connection counts as `connect`, and the answer has all of `query`: use the limits of the configuration.',
      ],
      explain: {
        does: 'A session of the grader locks a row; thirty updates of it and twenty reads of others are called at once. It counts the sessions of your role, and releases the row when an update has waited for 1.5 seconds and no session has come for 0.7, at the latest after 2.9. All fifty must succeed. Then the same with a configuration that names no follower: reads and updates share the 20 connections to the leader.',
        look: [
          {
            run: "SELECT count(*) FROM pg_stat_activity WHERE usename = 'student'",
            see: 'On either server, while the calls run.',
          },
        ],
      },
      deadline: 120_000,
      lecture: '09-the-applications-half#pools-and-routing',
      requires: ['updates-and-reads'],
    },
    {
      id: 'close',
      title:
        'close answers the calls under way, leaves no connection, and lets the program end, though a server is silent',
      points: 8,
      hint: [
        'After close nothing is left: no call without an answer, no session on a server, nothing that keeps the program. Which of them it was stands above.',
        'A program ends by itself when no connection is open and no timer runs. A connection to a silent server is open until you destroy its socket.',
        "Calls that come later reject with 'CLOSED', also those that wait for nothing; a second close resolves. Clear every interval and timer that you have started.",
      ],
      explain: {
        does: 'It closes a service while thirty updates are under way, counts the sessions on both servers, and calls it again. It closes a second one whose leader has fallen silent. Then the program must end by itself within two seconds.',
        look: [
          {
            run: 'console.log(process.getActiveResourcesInfo())',
            see: 'At the end of close: what keeps the program.',
          },
        ],
      },
      deadline: 120_000,
      lecture: '09-the-applications-half#what-a-pool-remembers',
      requires: ['updates-and-reads'],
    },
  ],
});
