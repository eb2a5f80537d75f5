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
      hint: [
        'Two things are looked at: what loseAWrite returned, and the disk of the leader that died. Which of them is not as it should be stands above.',
        'The row must be committed on the leader before it dies, and not by your words alone: return what your own `write` told you about exactly this row.',
        'Call `write(lab.leader.url, row)` before you kill the leader, and keep its answer for the end. Nothing may touch the old leader after its death: no start, no DELETE, no second INSERT.',
      ],
      explain: {
        does: 'It calls loseAWrite with a new row and waits until your program is over. Then it starts the dead leader where nobody can reach it, and reads the row from its disk. A row that was put there after the death does not count.',
        look: [
          {
            run: 'console.log(result.command, result.rowCount)',
            see: 'After your INSERT; what your code prints is kept with the evidence.',
          },
          {
            run: 'SELECT * FROM inventory ORDER BY last_updated DESC LIMIT 3',
            see: 'On the leader, just before you kill it.',
          },
        ],
      },
      lecture: '07-when-a-node-dies#the-write-that-was-acknowledged-and-lost',
    },
    {
      id: 'new-leader',
      title: 'The follower was promoted: it takes writes, on a new timeline, and has every earlier row',
      points: 10,
      hint: [
        'A follower does not become leader by itself when its leader dies: somebody has to ask it.',
        'It is asked by `SELECT pg_promote()` over `lab.follower.url`, or by `pg_ctl promote` on the node. Await it: pg_promote() returns when the promotion is done.',
        'Look at `SELECT pg_is_in_recovery()` on the follower before you return: it must be false. Anything else than a promotion, such as removing standby.signal or making a new server, gives no new timeline or loses the rows from before.',
      ],
      explain: {
        does: 'When your program is over it asks the follower whether it is still in recovery, inserts a row there, reads its timeline and its system identifier, and looks for every row that was replicated before.',
        look: [
          { run: 'SELECT pg_is_in_recovery()', see: 'On the follower: true before the promotion, false after it.' },
          {
            run: 'SELECT pg_walfile_name(pg_current_wal_lsn())',
            see: 'On the new leader: its first eight digits are the timeline, 00000002 after one promotion.',
          },
          { see: 'The log of the follower says `received promote request` and `selected new timeline ID`.' },
        ],
      },
      lecture: '07-when-a-node-dies#promotion',
    },
    {
      id: 'leader-died-first',
      title: 'The leader was dead before the promotion was asked for',
      points: 10,
      hint: [
        "The order of two events is judged: the end of the old leader's last process, and the moment at which the follower was asked to become leader.",
        'An operation of the lab that is not awaited has not happened yet when the next line runs.',
        '`await lab.leader.kill()` resolves when every process of the server is gone. Only after that promote, and never start the old leader again.',
      ],
      explain: {
        does: "It compares the time of `received promote request` in the follower's log with the time at which the leader's server had ended, and looks whether the leader was started again later.",
        look: [
          {
            see: '`events.jsonl` has a line when your code asked for `node.kill`, and another, `node.kill.done`, when the leader was dead; compare their `at` with the time in the log of the follower.',
          },
        ],
      },
      lecture: '07-when-a-node-dies#first-the-old-leader-must-be-gone',
      requires: ['new-leader'],
    },
    {
      id: 'row-lost',
      title: 'The row is gone because its commit never reached the follower, not because somebody deleted it',
      points: 15,
      hint: [
        'The follower may have nothing of the row, not even its commit followed by a DELETE. When does a commit reach a follower, and what could keep it from doing so?',
        'Cut the replication first, and only then write. The cut takes effect a moment later than you asked for it: what was written in between still arrives.',
        'After `lab.disconnect(lab.leader)`, wait until `SELECT 1 FROM pg_stat_replication` on the leader finds no row; then write. And do not heal the cut before the leader is dead.',
      ],
      explain: {
        does: 'Every change of the table leaves a note in the same transaction. It looks for that note on the promoted follower: if it is there, the commit had reached the follower, whatever was deleted since.',
        look: [
          {
            run: 'SELECT application_name, state, sent_lsn, replay_lsn FROM pg_stat_replication',
            see: 'On the leader, just before the write: no row means that nobody receives anything.',
          },
          { run: 'SELECT * FROM inventory WHERE product_id = …', see: 'On the follower, after the promotion.' },
        ],
      },
      lecture: '07-when-a-node-dies#the-write-that-was-acknowledged-and-lost',
      requires: ['acknowledged', 'new-leader'],
    },
    {
      id: 'healthy-writes',
      title: 'With configureNoLoss and a healthy follower every write is acked, in time, and on both nodes',
      points: 10,
      hint: [
        "Nothing is broken here: both nodes run and every write should be `'acked'`, soon, and be found on both. Take one write and find out which of these is not so: its answer, its time, or its row.",
        "If the answer is not `'acked'`: does the INSERT end without an error, and what does `write` make of that? If it takes too long: does the leader wait for a follower that does not exist? See sync_state in pg_stat_replication.",
        'If synchronous_standby_names names the follower, then by the name under which it announces itself, `lab.follower.name`; and a reload takes a moment to be seen. Close each connection that you open: there are 40 at most.',
      ],
      explain: {
        does: 'It runs configureNoLoss in a program of its own, to its end; both nodes must then run, and the follower follow. In a second program it calls `write` four times one after another and eight times at once: twelve new rows. Each must be called `acked` and be on the leader, and soon on the follower.',
        look: [
          { run: 'SHOW synchronous_standby_names', see: 'On the leader, in a new connection after the reload.' },
          {
            run: 'SELECT application_name, sync_state FROM pg_stat_replication',
            see: 'On the leader: sync or quorum is a follower that is waited for, async is one that is not.',
          },
          {
            run: "SELECT pid, wait_event, query FROM pg_stat_activity WHERE wait_event = 'SyncRep'",
            see: 'On the leader: sessions that wait for a follower.',
          },
        ],
      },
      lecture: '05-how-long-to-wait#naming-the-standbys',
    },
    {
      id: 'refused-writes',
      title: 'A write that the server refuses is rejected, and changes nothing',
      points: 5,
      hint: [
        'The server refuses a second row with the same primary key. What does your `write` make of that, and is the row that was there still the same?',
        'The promise of the query is rejected then. The error of `pg` says whether the server spoke: it is a DatabaseError with a `severity` and a `code`, here ERROR and 23505.',
        "An ERROR that the server reports for a plain INSERT has undone the statement: `'rejected'`. No ON CONFLICT, no UPDATE, no look at the table in place of the INSERT: another client may be in between.",
      ],
      explain: {
        does: 'After configureNoLoss it calls `write` with the primary key 101, which there is already. The answer must be `rejected`, and row 101 still be QuantumWidget, 100.',
        look: [
          {
            run: 'console.log(error.name, error.severity, error.code, error.message)',
            see: 'In the place where `write` catches the error.',
          },
        ],
      },
      lecture: '05-how-long-to-wait#three-answers-to-a-write',
    },
    {
      id: 'follower-gone',
      title:
        'With the follower gone a write is not acked, and answers in time; when it is back, writes are acked again',
      points: 10,
      hint: [
        'Without its follower the leader cannot give the guarantee. `write` still has to answer within five seconds, and truly; and it must find its way back when the follower is there again.',
        'The wait for a follower has no limit of its own, and statement_timeout does not end it. Put a limit around the whole write, in your program.',
        "While the follower is gone `'acked'` cannot be true. When your limit is reached nobody knows what becomes of the row: the answer is `'unknown'`. `'rejected'` is only true if the row is not committed and never will be. And do not switch the configuration off: later writes have to be `'acked'` again.",
      ],
      explain: {
        does: 'After configureNoLoss it cuts the follower off, waits until the leader has noticed, and calls `write`. Then it heals the cut, and looks whether a row that was called `rejected` is on the leader after all. When the follower follows again, one more write must be `acked`.',
        look: [
          {
            run: "SELECT pid, state, wait_event FROM pg_stat_activity WHERE usename = 'student'",
            see: 'On the leader, in a second connection while the write waits: SyncRep.',
          },
          { run: 'SELECT count(*) FROM pg_stat_replication', see: 'On the leader: 0 while the follower is gone.' },
        ],
      },
      lecture: '05-how-long-to-wait#when-the-follower-is-gone',
      requires: ['healthy-writes'],
    },
    {
      id: 'cancelled-wait',
      title: 'A write whose wait for the follower was cancelled or cut off is unknown',
      points: 10,
      hint: [
        'A session that waits for the follower has already committed on the leader. Somebody ends that wait from outside: what does the client hear, and what is true of the row?',
        'A cancelled wait ends like a success, with `INSERT 0 1` and a WARNING beside it; an ended session ends with a FATAL or a lost connection. In both cases the row is on the leader, and nobody knows about the follower.',
        "Listen to `client.on('notice', …)` for `canceling wait for synchronous replication`; and call only an ERROR of the server `'rejected'`, not a FATAL and not a connection that was lost. Both waits are `'unknown'`.",
      ],
      explain: {
        does: 'After configureNoLoss the network to the follower goes silent. It calls `write`, waits until its session waits for the follower, and cancels that wait with pg_cancel_backend; then the same once more with pg_terminate_backend.',
        look: [
          {
            run: "client.on('notice', (notice) => console.log(notice.severity, notice.message))",
            see: 'Prints what the server says beside its answer.',
          },
          {
            run: "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'",
            see: 'On the leader, in a second connection while a write waits.',
          },
          {
            see: 'The log of the leader has the same WARNING, and `The transaction has already committed locally, but might not have been replicated to the standby.`',
          },
        ],
      },
      lecture: '05-how-long-to-wait#a-cancelled-wait-is-a-commit',
      requires: ['healthy-writes'],
    },
    {
      id: 'no-acked-loss',
      title: 'With configureNoLoss the same failure, at random moments, loses no row that write called acked',
      points: 20,
      hint: [
        'It is part 1 once more, with your configuration and your `write`. The words above tell at which moment the failure came, and whether an answer was wrong or a row is gone.',
        "Ask of every place that returns `'acked'`: does the follower have the row at this moment, and who says so? Ask of every other place whether it can be reached while both nodes are well.",
        'A success of the server promises this only without a warning, and only in a session that waits for the follower: look at `SHOW synchronous_commit` in the session that writes, and at sync_state on the leader when configureNoLoss is over. Or let `write` ask the follower itself.',
      ],
      explain: {
        does: 'Three times, on new clusters: after configureNoLoss three clients write through `write`. After some acked writes the follower is cut off, or the network to it goes silent, or nothing at all happens to it; then the leader is killed in the middle of writes, and the follower is promoted. Every row that was called `acked` must be there, and every write that was over before the failure must have been acked.',
        look: [
          { run: 'SHOW synchronous_commit', see: 'In the session of `write`: with off or local nobody waits.' },
          {
            run: 'SELECT application_name, sync_state FROM pg_stat_replication',
            see: 'On the leader, at the end of configureNoLoss.',
          },
        ],
      },
      lecture: '05-how-long-to-wait#what-an-acknowledgement-promises',
      requires: ['healthy-writes'],
    },
  ],
});
