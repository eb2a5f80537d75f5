import { defineExercise } from '#lab';

/** What each case of decisions.yaml may choose. */
const choices = {
  'self-managed': 'a pair on machines of their own',
  'one-instance': 'one managed instance and its backups, without any copy',
  'highly-available': 'a managed instance with a standby',
  'read-replica': 'a managed instance with a read replica',
};

export default defineExercise({
  slug: 'ex3-managed-services',
  title: 'The same task, managed',
  summary: 'Order a replica from a managed service, find out what each side lets you do, and decide by constraints.',
  topology: 'managed',
  profile: 'superuser',
  modules: {
    'src/managed.ts': {
      exports: { buildReplica: { deadline: 60_000 }, probe: { deadline: 60_000 } },
    },
  },
  permits: ['exec', 'files', 'start', 'stop', 'kill', 'managed'],
  seed: [
    `CREATE TABLE public.inventory (
       product_id int PRIMARY KEY,
       product_name varchar(255) NOT NULL,
       quantity int,
       last_updated timestamptz DEFAULT now())`,
    `INSERT INTO public.inventory (product_id, product_name, quantity)
       VALUES (101, 'QuantumWidget', 100), (102, 'HyperSpanner', 75), (103, 'FluxCapacitor', 50)`,
  ],
  grants: [],
  written: [
    {
      kind: 'answers',
      file: 'comparison.yaml',
      questions: [
        {
          id: 'rights',
          kind: 'table',
          rows: {
            superuser: 'your role is a superuser',
            'access-rules': 'you change pg_hba.conf',
            'physical-slot': 'you create a physical replication slot',
            'base-backup': 'you take a physical base backup',
            parameters: 'you set parameters of the whole server',
          },
          columns: ['self-managed', 'managed'],
          cells: {
            allowed: 'without exception',
            listed: 'what the provider has put on a list, and nothing else',
            refused: 'never',
          },
          asks: 'What are you allowed to do on the pair of your own, and what on an instance of this service?',
        },
        {
          id: 'duties',
          kind: 'table',
          rows: {
            failover: 'noticing that the leader is dead, and letting another server take over',
            fencing: 'making sure that the old leader takes no writes any more',
            backups: 'taking backups',
            'restore-drills': 'finding out whether a backup can be restored',
            'stale-reads': 'what the program does with a row from a copy that is late',
          },
          columns: ['self-managed', 'managed'],
          cells: { yours: 'the customer’s, or the owner’s', theirs: 'the provider’s' },
          asks: 'Whose work is it, on a pair of your own, and with a highly available instance of a service?',
        },
      ],
    },
    {
      kind: 'answers',
      file: 'decisions.yaml',
      questions: [
        { id: 'start-up', kind: 'choice', of: choices, asks: 'The start-up: what should they have?' },
        {
          id: 'start-up-because',
          kind: 'several',
          of: ['nobody-at-night', 'back-in-minutes', 'standard', 'twenty-gigabytes', 'reports-on-sundays'],
          asks: 'The start-up: which constraints decide?',
        },
        { id: 'shop', kind: 'choice', of: choices, asks: 'The shop: what should they have?' },
        {
          id: 'shop-because',
          kind: 'several',
          of: [
            'reports-slow-the-shop',
            'a-minute-late',
            'two-hours-away',
            'nobody-for-machines',
            'paid-elsewhere',
            'nine-tables',
          ],
          asks: 'The shop: which constraints decide?',
        },
        { id: 'wiki', kind: 'choice', of: choices, asks: 'The wiki: what should they have?' },
        {
          id: 'wiki-because',
          kind: 'several',
          of: [
            'half-a-day-away',
            'a-day-lost',
            'nobody-for-machines',
            'forty-people',
            'three-languages',
            'no-pictures',
          ],
          asks: 'The wiki: which constraints decide?',
        },
        { id: 'hospital', kind: 'choice', of: choices, asks: 'The hospital: what should they have?' },
        {
          id: 'hospital-because',
          kind: 'several',
          of: ['data-in-the-house', 'two-on-call', 'three-terabytes', 'old-program'],
          asks: 'The hospital: which constraints decide?',
        },
        { id: 'factory', kind: 'choice', of: choices, asks: 'The factory: what should they have?' },
        {
          id: 'factory-because',
          kind: 'several',
          of: ['own-extension', 'two-who-know', 'steady-writes', 'kept-two-years'],
          asks: 'The factory: which constraints decide?',
        },
        { id: 'auditor', kind: 'choice', of: choices, asks: 'The insurer with the auditor: what should they have?' },
        {
          id: 'auditor-because',
          kind: 'several',
          of: ['physical-copy', 'two-on-call', 'nothing-confirmed-lost', 'office-hours'],
          asks: 'The insurer with the auditor: which constraints decide?',
        },
      ],
    },
    { kind: 'essay', file: 'essay.md', words: { least: 250, most: 700 } },
  ],
  checks: [
    {
      id: 'built',
      title: 'When buildReplica returns, the service has the instance and its read replica, and both are available',
      points: 10,
      hint: [
        'An error that ended buildReplica stands above, with its place. If there is none: a call of the service that resolves was accepted. Was it done by then?',
        'Ask `lab.managed.describe(name)` again and again until its `status` is `available`: after each order, for the instance and for the replica. And nothing may be ordered afterwards, in a timer for example.',
        "createInstance, wait, modifyParameters, wait, createReadReplica, wait. A read replica has the kind 'read-replica' and its source is your instance; promoted, it is neither.",
      ],
      explain: {
        does: 'It calls buildReplica with random names, parameters and rows, and describes both names in the moment in which it returns. When your program is over it describes them again.',
        look: [
          {
            run: 'console.log(await lab.managed.describe(order.replica))',
            see: 'As the last line of buildReplica: status, kind and source.',
          },
        ],
      },
      lecture: '14-managed-and-packaged#three-kinds-of-copies',
    },
    {
      id: 'replicates',
      title: 'The read replica follows the instance, and both have exactly the rows that were ordered',
      points: 8,
      hint: [
        'The rows are looked for in public.inventory, on the instance and on the read replica. What each of them has stands above.',
        'Write through the `url` of the instance, which `describe` tells; the read replica gets the rows by itself, a moment later. Nothing belongs into the self-managed pair.',
        'Return when the rows can be read on the replica: ask it until it has them all. And leave the table as it is when you return.',
      ],
      explain: {
        does: 'In the moment in which buildReplica returns it reads the table on the read replica. When your program is over it reads the table on both, writes a row of its own on the instance, and waits until the replica has it.',
        look: [
          { run: 'SELECT * FROM inventory', see: 'Through the url of the instance, and through that of the replica.' },
        ],
      },
      lecture: '14-managed-and-packaged#rights',
      requires: ['built'],
    },
    {
      id: 'parameters',
      title: 'The parameters that were ordered hold for the whole instance',
      points: 5,
      hint: [
        'A parameter can be set for a session, for a role, for a database, and for the whole server. Which one did you set?',
        'Your role cannot use ALTER SYSTEM on an instance of the service; the service can. It takes the parameters that its plan lists, and those of the order are among them.',
        '`await lab.managed.modifyParameters(order.instance, order.parameters)`, when the instance is available; then wait until it is available again.',
      ],
      explain: {
        does: 'When your program is over it reads, as another role than yours, what value each parameter of the order has on the instance.',
        look: [
          {
            run: "SELECT name, setting, source FROM pg_settings WHERE name = 'work_mem'",
            see: 'In a new session on the instance: `configuration file` is for all.',
          },
        ],
      },
      lecture: '14-managed-and-packaged#rights',
      requires: ['built'],
    },
    {
      id: 'stands-failover',
      title: 'The instance stands a failover: the same url, every row, and a read replica that still follows',
      points: 8,
      hint: [
        'A read replica does not take over. Something else does, and it has to be ordered.',
        'Being highly available is a property of the instance, and is ordered with it.',
        '`createInstance({ name, highlyAvailable: true })`: then `describe` says `standby: ready`.',
      ],
      explain: {
        does: 'When your program is over it orders a failover of the instance. Then it writes a row through the url that the instance had before, looks for all earlier rows there, and waits until the read replica has the new row.',
        look: [
          {
            run: 'await lab.managed.failover(order.instance)',
            see: 'Try it yourself: your sessions break, the url stays.',
          },
        ],
      },
      lecture: '14-managed-and-packaged#failover-elsewhere',
      requires: ['built'],
    },
    {
      id: 'rights',
      title: 'probe tells the rights of both sides: superuser, files, access rules, slots, base backup, promotion',
      points: 9,
      hint: [
        'Which fact of which side is wrong, or which error ended probe, stands above. Do what the README says about this fact, with the `url` of that side, and read what the server says.',
        "Not every error is a no. 42501 is: 'insufficient privilege'. Others come after your right was looked at: pg_promote() on a leader says 55000 to whoever may promote.",
        "A replication connection needs a right of the role and a rule in pg_hba.conf: what a rule refuses (28000) you may be able to change. `?replication=database` goes by the rule of the database. On the service's side there is neither.",
      ],
      explain: {
        does: 'It tries each of these rights itself: on the self-managed pair before your program begins, on your instance of the service when it is over. Then it compares. It does so on two clusters, whose services have different plans.',
        look: [
          {
            run: 'console.log(error.code, error.message)',
            see: 'In the place where you decide between true and false.',
          },
        ],
      },
      lecture: '14-managed-and-packaged#rights',
    },
    {
      id: 'plan',
      title: 'probe tells what depends on the plan: parameters, CHECKPOINT, and who sees the replication',
      points: 9,
      hint: [
        'What is wrong stands above. Services differ, and two plans of one service do: what is true today was found out today.',
        'For each parameter, ask the service; for the whole server, not for your session. While an instance is `modifying` the service refuses every order: that is not its answer about the parameter.',
        'In pg_stat_replication everybody sees that there is a row. Whoever may not look sees NULL in its columns: `state IS NOT NULL` is the question. Wait until somebody follows the instance.',
      ],
      explain: {
        does: 'It runs probe on two clusters. What the one plan grants the other one does not: of four parameters, CHECKPOINT, and pg_monitor, and the choice is another one in each run.',
        look: [
          {
            run: 'SELECT application_name, state FROM pg_stat_replication',
            see: 'On an instance with a read replica: with and without pg_monitor there is one row.',
          },
        ],
      },
      lecture: '14-managed-and-packaged#seeing',
    },
    {
      id: 'no-trace',
      title: 'probe leaves the self-managed pair as it was: roles, slots, tables, settings, access rules, replication',
      points: 6,
      hint: [
        'Whoever tries things out on a pair that is used cleans up. What is left stands above.',
        'A transaction that is rolled back leaves no role and no table; a temporary slot goes with its session; ALTER SYSTEM RESET takes back what ALTER SYSTEM SET wrote.',
        'Clean up in a `finally`, so that it happens after an error too. And do not promote the follower in order to find out whether you may: on the leader, pg_promote() tells the same and does nothing.',
      ],
      explain: {
        does: 'It notes roles, slots, tables, rows, settings and access rules of both nodes before probe begins, and compares them when your program is over. Then the follower must follow the leader.',
        look: [
          { run: 'SELECT slot_name, active FROM pg_replication_slots', see: 'On the leader, after probe: none.' },
          { run: 'SELECT name, setting FROM pg_file_settings', see: 'Before and after probe: the same.' },
        ],
      },
      lecture: '03-build-it#a-slot-keeps-what-the-follower-needs',
      requires: ['rights'],
    },
    {
      id: 'comparison-rights',
      title: 'comparison.yaml says what each side allows',
      points: 8,
      hint: [
        'Each cell is a fact that you can try. Which of them is wrong?',
        'Your own probe has found out most of them, on two plans.',
        'On the service, parameters are neither all allowed nor all refused: see what modifyParameters says about one that it does not take.',
      ],
      explain: {
        does: 'It reads the table `rights` of comparison.yaml. The grader has tried each of these rights on both sides.',
        look: [{ see: '`npm run questions ex3` shows the rows, and what the words mean.' }],
      },
      lecture: '14-managed-and-packaged#rights',
      written: { file: 'comparison.yaml', questions: ['rights'] },
    },
    {
      id: 'comparison-duties',
      title: 'comparison.yaml says whose work it is',
      points: 7,
      hint: [
        'The provider takes much, and not everything. What can nobody do for you?',
        'The provider knows the machine, and neither your program nor your data.',
        'Two rows of the five are the same in both columns.',
      ],
      explain: {
        does: 'It reads the table `duties` of comparison.yaml.',
        look: [{ see: '`npm run questions ex3` shows the rows, and what the words mean.' }],
      },
      lecture: '14-managed-and-packaged#who-does-what',
      written: { file: 'comparison.yaml', questions: ['duties'] },
    },
    {
      id: 'decisions-copies',
      title: 'decisions.yaml chooses the right kind of copy for start-up, shop and wiki, by what decides',
      points: 8,
      hint: [
        'A backup, a standby and a read replica do three different works. Which of them does each case need?',
        'Take each constraint away in your mind: if you would still choose the same, it does not decide.',
        'Who takes over at night? A standby. Who serves reports? A read replica. Who may be away for half a day needs neither.',
      ],
      explain: {
        does: 'It reads six answers: for each of the three cases the choice, and the constraints that decide. Some constraints may be named or not; each that decides must be, and none that does not.',
      },
      lecture: '14-managed-and-packaged#three-kinds-of-copies',
      written: {
        file: 'decisions.yaml',
        questions: ['start-up', 'start-up-because', 'shop', 'shop-because', 'wiki', 'wiki-because'],
      },
    },
    {
      id: 'decisions-rights',
      title: 'decisions.yaml decides for hospital, factory and auditor by what a service cannot give',
      points: 7,
      hint: [
        'Is there a constraint that no service can meet, whatever it costs?',
        'What you could not do in Part 2 is what somebody may need.',
        'A file, a place, an extension that is loaded into the server: each of them needs the machine.',
      ],
      explain: {
        does: 'It reads six answers: for each of the three cases the choice, and the constraints that decide. Some constraints may be named or not; each that decides must be, and none that does not.',
      },
      lecture: '14-managed-and-packaged#deciding',
      written: {
        file: 'decisions.yaml',
        questions: ['hospital', 'hospital-because', 'factory', 'factory-because', 'auditor', 'auditor-because'],
      },
    },
    {
      id: 'essay',
      title: 'essay.md recommends, by constraints, whether to move to a managed service',
      points: 15,
      hint: [
        'It must be there and have 250 to 700 words; a person reads it.',
        'Write to somebody who decides and does not know PostgreSQL. What will be another way, and what will not?',
        'What is gained and given up; the constraint that decides, and when the answer would be another one; what stays yours; how you would leave; what you would try first.',
      ],
      explain: {
        does: 'It counts the words of essay.md, without comments. The points are given by a person, in three parts: what is said is right (5), the decision follows from constraints (5), and what stays yours, the way out and the drill (5).',
      },
      lecture: '14-managed-and-packaged#deciding',
      written: { file: 'essay.md' },
    },
  ],
});
