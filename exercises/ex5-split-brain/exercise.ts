import { defineExercise } from '#lab';

export default defineExercise({
  slug: 'ex5-split-brain',
  title: 'Two leaders, and how never to have them',
  summary: 'Cause a split brain; fence a node so that no client can write on it; fail over in the right order; rejoin.',
  topology: 'pair',
  modules: {
    'src/split-brain.ts': {
      exports: {
        causeSplitBrain: { deadline: 30_000 },
        fence: { deadline: 20_000 },
        failOver: { deadline: 30_000 },
        rejoin: { deadline: 60_000 },
      },
    },
  },
  written: [
    {
      kind: 'answers',
      file: 'answers.yaml',
      questions: [
        {
          id: 'timeline',
          kind: 'number',
          unit: 'timelines',
          asks: 'A pair is on timeline {timeline}. The follower is promoted while the leader lives. In the months that follow, the leader of the day is replaced by its newest follower, again and again, until there have been {promotions} promotions in a row, the first one included. On which timeline does the last leader write?',
          numbers: { timeline: { from: 3, to: 40 }, promotions: { from: 2, to: 9 } },
          lecture: '07-when-a-node-dies#timelines',
        },
        {
          id: 'rows-given-up',
          kind: 'number',
          unit: 'rows',
          asks: 'Clients insert rows, numbered from 1. Row {fork} is the last one that the follower has when it is promoted. The old leader goes on, and acknowledges all rows up to number {old}, before it is fenced. By then the new leader has acknowledged {fresh} rows of its own. The old leader is cloned anew from the new one. How many acknowledged rows are given up?',
          numbers: {
            fork: { from: 1000, to: 4999 },
            old: { from: 5000, to: 8999 },
            fresh: { from: 100, to: 900 },
          },
          lecture: '08-two-heads#rejoin',
        },
        {
          id: 'voters-left',
          kind: 'number',
          unit: 'voters',
          asks: 'A majority of {voters} voters decides who leads. How many of them may be out of reach at most, so that the others can still decide?',
          numbers: { voters: { from: 5, to: 40 } },
          lecture: '08-two-heads#deciding',
        },
        {
          id: 'fences',
          kind: 'table',
          rows: {
            'read-only-default': 'ALTER SYSTEM SET default_transaction_read_only = on, and a reload',
            'access-rule': 'everybody is rejected in pg_hba.conf, and a reload',
            'access-rule-and-ended-sessions': 'the same, then pg_terminate_backend() for all sessions',
            'power-off': 'the power of the machine is cut from outside',
          },
          columns: {
            'open-session':
              'stops a client whose session is open already, who changes no setting and begins a new transaction',
            'new-session': 'stops a client who comes now, and makes whatever settings a client may',
            'out-of-reach': 'can be done to a leader whose network is cut, from the other side of the cut',
          },
          cells: ['yes', 'no'],
          asks: 'Four fences, three questions: what is true of each?',
          lecture: '08-two-heads#what-fences',
        },
        {
          id: 'looks-well',
          kind: 'yes-no',
          asks: 'An old leader was started with standby.signal and the address of the new one. The new leader lists it in pg_stat_replication as streaming, and its position in the log is not behind. Is it proven that it follows?',
          lecture: '07-when-a-node-dies#it-cannot-just-follow',
        },
        {
          id: 'heals',
          kind: 'yes-no',
          asks: 'A network cut has led to two leaders. The cut is healed, and nobody does anything. Will one of the two become a follower of the other?',
          lecture: '08-two-heads#peace-does-not-heal',
        },
      ],
    },
  ],
  permits: ['exec', 'files', 'start', 'stop', 'kill', 'pause', 'disconnect', 'isolate', 'blackhole'],
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
    'ALTER SYSTEM ON PARAMETER default_transaction_read_only',
    'ALTER SYSTEM ON PARAMETER synchronous_standby_names',
    'ALTER SYSTEM ON PARAMETER primary_conninfo',
    'ALTER SYSTEM ON PARAMETER primary_slot_name',
    'pg_checkpoint',
    // What pg_rewind reads of the server that it copies from.
    'EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text, boolean, boolean)',
    'EXECUTE ON FUNCTION pg_catalog.pg_stat_file(text, boolean)',
    'EXECUTE ON FUNCTION pg_catalog.pg_read_binary_file(text)',
    'EXECUTE ON FUNCTION pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean)',
  ],
  checks: [
    {
      id: 'two-leaders',
      title: 'After causeSplitBrain both nodes run and take writes: one system, two timelines',
      points: 7,
      hint: [
        'Both nodes are asked whether they are in recovery, whether they take a write, and on which timeline. Which of the two is not a leader stands above.',
        'A follower can be promoted while its leader lives: nobody asks the leader.',
        'Leave the leader alone, and promote the follower with `SELECT pg_promote()`. Nobody may be stopped, killed or made read-only.',
      ],
      explain: {
        does: 'It calls causeSplitBrain, waits until your program is over, and heals every cut. Then it looks at both nodes: each must run, take an INSERT, and have all rows from before. They must have the system identifier of the pair, and the follower must be on a new timeline.',
        look: [
          { run: 'SELECT pg_is_in_recovery(), system_identifier FROM pg_control_system()', see: 'On both nodes.' },
          {
            run: 'SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)',
            see: 'The timeline: 00000001 on the old leader, 00000002 on the new one.',
          },
        ],
      },
      lecture: '08-two-heads#both-are-genuine',
    },
    {
      id: 'conflict',
      title: 'One product was written on both leaders after the split, and has different values there',
      points: 6,
      hint: [
        'What was changed on which node alone stands above. A conflict needs one product_id in both lists, and two values.',
        'What the leader writes while the follower still streams arrives there: it is no conflict but replication.',
        'After the promotion, UPDATE the quantity of one product on both nodes, each to another number; await both.',
      ],
      explain: {
        does: 'Every change of the table leaves a note in the same transaction. Notes that only one node has are its own history. It looks for a product that both changed alone, that is there on both, and whose product_name or quantity differs.',
        look: [
          { run: 'SELECT * FROM inventory ORDER BY product_id', see: 'On both nodes, when causeSplitBrain is over.' },
        ],
      },
      lecture: '08-two-heads#split-brain',
      requires: ['two-leaders'],
    },
    {
      id: 'new-session',
      title: 'After fence, a new session cannot write on the node',
      points: 5,
      hint: [
        'A client who comes now must not be let in, or must not be able to write.',
        'Ending the sessions that are there is not enough: every pool connects again at once.',
        'A node that is off lets nobody in. If it is to run on, its door must be shut before anybody is sent out, and not by a cut of the network: cuts heal.',
      ],
      explain: {
        does: 'It calls fence for the leader, and on another pair, whose follower was promoted, for that one. When your program is over all cuts are healed and a frozen server is woken up. Then a client connects and inserts a row: it may not be told that it is committed. Nor may another one, which was there before, has connected again whenever it was cut off, and uses the session that it has got.',
        look: [
          {
            run: "await query(node.url, 'INSERT …')",
            see: 'In a small function of your own, after your fence: does it throw, and with which code?',
          },
        ],
      },
      lecture: '08-two-heads#fencing',
    },
    {
      id: 'open-session',
      title: 'After fence, a session that was open before cannot write',
      points: 6,
      hint: [
        'A client was there before the fence came, and goes on using its connection.',
        'Access rules are read when somebody connects. What becomes of those who are in?',
        'pg_terminate_backend() ends a session; a server that is off has none. End them after the door is shut, not before.',
      ],
      explain: {
        does: 'A client connects and writes before fence is called. Afterwards it writes again in the same session: it may not be told that its row is committed.',
        look: [
          {
            run: "SELECT pid, state FROM pg_stat_activity WHERE usename = 'student'",
            see: 'On the node, after your fence: who is still in.',
          },
        ],
      },
      lecture: '08-two-heads#locking-the-door',
    },
    {
      id: 'open-transaction',
      title: 'After fence, a transaction that was open before cannot be committed',
      points: 6,
      hint: [
        'A client has inserted a row before the fence came, and says COMMIT afterwards.',
        'What a transaction may do is settled when it begins: a default that is changed later does not reach it.',
        'Only the end of its session undoes a transaction of somebody else.',
      ],
      explain: {
        does: 'A client says BEGIN and inserts a row before fence is called. Afterwards it says COMMIT: it may not be told that this is done.',
        look: [
          {
            run: "SELECT pid, state, xact_start FROM pg_stat_activity WHERE state = 'idle in transaction'",
            see: 'On the node, after your fence: there should be none.',
          },
        ],
      },
      lecture: '08-two-heads#asking-nicely',
    },
    {
      id: 'insistent-session',
      title: 'After fence, a session that changes its own settings cannot write either',
      points: 7,
      hint: [
        'A client may set for its session whatever is a setting of sessions.',
        'Two such settings matter here: whether transactions are read-only, and whether a commit waits for a follower.',
        'default_transaction_read_only and synchronous_standby_names are requests: any client can answer with a SET. Take something that no client can say no to.',
      ],
      explain: {
        does: 'Two clients, one whose session was open before and one who comes now, say SET default_transaction_read_only = off and SET synchronous_commit = local, and insert a row each. Neither may be told that it is committed.',
        look: [
          {
            run: 'SET default_transaction_read_only = off; SET synchronous_commit = local',
            see: 'In a session on the node, after your fence; then an INSERT.',
          },
        ],
      },
      lecture: '08-two-heads#making-commits-hang',
    },
    {
      id: 'other-node',
      title: 'fence fences the node that it is given; the other one stays in service',
      points: 4,
      hint: [
        'fence has two arguments, and the second one is not always lab.leader.',
        'After a failover the leader is the machine that is called follower. What would your fence do then?',
        'Use `node`, its second argument, for all that it does.',
      ],
      explain: {
        does: 'It calls fence for the leader of a healthy pair: its follower must go on answering, and stay a follower. On another pair the follower was promoted and fence is called for that one: the old leader must go on taking writes.',
        look: [{ see: '`events.jsonl` says which node each operation of your code was for.' }],
      },
      lecture: '08-two-heads#what-fences',
      requires: ['new-session'],
    },
    {
      id: 'takes-over',
      title: 'failOver promotes the follower: it takes writes, on a new timeline, with every earlier row',
      points: 6,
      hint: [
        'A follower does not become leader by itself when its leader is fenced: somebody has to ask it.',
        'It is asked by `SELECT pg_promote()` over `lab.follower.url`, or by `pg_ctl promote` on the node.',
        'Await it: pg_promote() returns when the promotion is done.',
      ],
      explain: {
        does: 'It calls failOver on a pair that is well, while a client writes to the leader. When your program is over it asks the follower whether it is in recovery, inserts a row there, reads its timeline, and looks for the rows from before.',
        look: [{ see: 'The log of the follower says `received promote request` and `selected new timeline ID`.' }],
      },
      lecture: '07-when-a-node-dies#promotion',
    },
    {
      id: 'fences-first',
      title: 'failOver fences first: no acknowledgement of the old leader comes after the promotion was asked for',
      points: 11,
      hint: [
        'A client writes to the old leader without a pause. It was told "committed" at a moment when another leader had been asked for.',
        'An operation that is not awaited has not happened yet when the next line runs: here it takes a second, as the README says. And a fence that does not hold is none: look at the checks of part 2.',
        '`await fence(lab, lab.leader)`, and only then the promotion. Nothing starts the old leader again.',
      ],
      explain: {
        does: 'A client writes rows to the old leader one after another, and connects again whenever it must. Each write that began after the time of `received promote request` in the log of the follower must stay without an acknowledgement, until your program is over and after it. What you ask of the old leader’s machine takes a second longer to happen. At last the clients of part 2 try as well.',
        look: [
          {
            see: '`events.jsonl` has the times of your operations; compare them with the time in the log of the follower.',
          },
        ],
      },
      lecture: '07-when-a-node-dies#first-the-old-leader-must-be-gone',
      requires: ['takes-over'],
    },
    {
      id: 'fences-silent-leader',
      title: 'failOver fences first also when clients cannot reach the leader, and when it is frozen',
      points: 12,
      hint: [
        'The leader does not answer you. That is why you fail over, and it does not mean that it answers nobody.',
        'SQL does not reach it. What does reach a machine whose network is cut, or whose server is frozen?',
        '`node.kill()` is the power switch: it works in both cases. An error on the way to the leader is no proof that it is fenced; do not swallow it and go on.',
      ],
      explain: {
        does: 'Twice, on new pairs: once `leader.url` refuses connections and replication is cut, but a client on the leader’s side of the cut goes on writing; once every process of the leader is frozen, and wakes up when failOver is over. Both times the follower must lead, and the old leader may not acknowledge a write that began after the promotion was asked for.',
        look: [
          { run: 'await lab.isolate(lab.leader)', see: 'In a function of your own, before failOver: the first case.' },
          { run: 'await lab.leader.pause()', see: 'The second case. `resume()` wakes it up.' },
        ],
      },
      lecture: '08-two-heads#detecting',
      requires: ['takes-over'],
      needs: ['pause'],
    },
    {
      id: 'rejoined',
      title: 'After rejoin the old leader follows the new one, on the new timeline; the new one ran all the time',
      points: 7,
      hint: [
        'What it says about itself is not enough: a row that is written on the new leader must arrive. What is missing stands above.',
        'An old leader that has gone its own way cannot just follow: standby.signal and an address make it a node that tries for ever. Its log says why.',
        'Stop it, empty its data directory (the directory itself stays), copy the new leader with `pg_basebackup … -R` from `newLeader.addressFor(node)`, start it. Role and password stand in primary_conninfo of the new leader.',
      ],
      explain: {
        does: 'It makes a split brain of its own, in which the old leader has written more than the new one, heals the network, and calls rejoin: once while the old leader runs, once after it was killed. Within twenty seconds after the end of your program it must be in recovery, receive the new timeline, and have a row that is then written on the new leader. The new leader may not be stopped meanwhile.',
        look: [
          { run: 'SELECT status, received_tli FROM pg_stat_wal_receiver', see: 'On the old leader.' },
          {
            see: 'Its log: `new timeline 2 forked off current database system timeline 1 before current recovery point`.',
          },
        ],
      },
      lecture: '07-when-a-node-dies#it-cannot-just-follow',
      deadline: 120_000,
    },
    {
      id: 'rows-given-up',
      title: 'After rejoin both nodes have the rows of the new leader, and no row that the old one wrote alone',
      points: 8,
      hint: [
        'One history stays, that of the new leader. Which rows are too many or missing, and where, stands above.',
        'The divergent rows are to be given up: carry none of them over, and change nothing on the new leader.',
        'A copy of the new leader has its rows and no others: no INSERT, UPDATE or DELETE is needed.',
      ],
      explain: {
        does: 'It reads the rows of the new leader before it calls rejoin, and those of both nodes afterwards: all three must be the same.',
        look: [{ run: 'SELECT * FROM inventory ORDER BY product_id', see: 'On both nodes, before and after rejoin.' }],
      },
      lecture: '08-two-heads#rejoin',
    },
    {
      id: 'stays-follower',
      title: 'After rejoin the old leader follows again when it was restarted, and leaves no unused slot behind',
      points: 5,
      hint: [
        'What holds only until the next restart is not repaired; and what keeps WAL for nobody fills a disk.',
        'The server reads standby.signal and its settings at each start: both must stay where they are. A slot keeps WAL whether or not somebody reads it.',
        'Look at `SELECT slot_name, active FROM pg_replication_slots` on the new leader: make no slot, or name it in primary_slot_name (pg_basebackup does so with -R and -S).',
      ],
      explain: {
        does: 'It looks for slots on the new leader that nobody uses. Then it stops the old leader, lets the new one write, change to another WAL segment and make a checkpoint, starts the old one, and looks whether it follows.',
        look: [
          { run: 'SELECT slot_name, active, restart_lsn FROM pg_replication_slots', see: 'On the new leader.' },
          { run: 'ls $PGDATA/standby.signal', see: 'On the old leader.' },
        ],
      },
      lecture: '07-when-a-node-dies#a-follower-comes-back',
      requires: ['rejoined'],
      deadline: 120_000,
    },
    {
      id: 'histories',
      title: 'You can tell what two histories cost, and who may decide between them',
      points: 5,
      hint: [
        'Which of the three numbers is not right stands above. Draw the two histories as two lines that leave one another at the fork.',
        'A promotion begins a new timeline. What lies behind the fork on the branch that is not continued is given up. And two majorities always share a voter.',
        'Given up is what the old leader acknowledged after the fork, and nothing else. A majority of n voters is the half of n, cut off, and one more.',
      ],
      lecture: '07-when-a-node-dies#timelines',
      written: { file: 'answers.yaml', questions: ['timeline', 'rows-given-up', 'voters-left'] },
    },
    {
      id: 'fence-facts',
      title: 'You know what each fence stops, and what proves that an old leader follows',
      points: 5,
      hint: [
        'Each of these can be tried on the servers of part 2 and 4, and all of them stand in the lecture.',
        'Ask of each fence: who must hear of it, at which moment is it looked at, and can a client say otherwise?',
        'Access rules are looked at when somebody connects; a default when a transaction begins; the power needs nobody’s help. A node follows when what was written after its return arrives, on the new timeline.',
      ],
      lecture: '08-two-heads#what-fences',
      written: { file: 'answers.yaml', questions: ['fences', 'looks-well', 'heals'] },
    },
  ],
});
