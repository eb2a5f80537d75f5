import { defineExercise } from '#lab';

export default defineExercise({
  slug: 'ex1-streaming-replication',
  title: 'Streaming replication, from nothing',
  summary: 'Make an empty machine the follower of a running leader: role, access rule, slot, base backup, standby.',
  topology: 'standalone',
  profile: 'superuser',
  modules: { 'src/setup.ts': { exports: { setUp: { deadline: 30_000 } } } },
  files: ['leader/', 'follower/'],
  permits: ['exec', 'files', 'start', 'stop', 'kill'],
  seed: [],
  grants: [],
  checks: [
    {
      id: 'replicates',
      title: 'The follower is a copy of the leader, in recovery, and streams what the leader writes',
      points: 20,
      hint: 'It takes a base backup of this leader, standby.signal, primary_conninfo and a started server; then the log of the follower says what is still missing.',
      explain: {
        does: 'It calls setUp on an empty machine and waits until the follower streams. Then it writes a row on the leader and reads it on the follower, and asks both for their system identifier, and the follower whether it is in recovery.',
        look: [
          {
            run: 'SELECT pg_is_in_recovery(), status FROM pg_stat_wal_receiver',
            see: 'On the follower: true, and streaming. No row: nothing streams.',
          },
        ],
      },
      lecture: '03-build-it#start-the-follower',
      deadline: 90_000,
    },
    {
      id: 'role',
      title: 'The follower logs in with a role that may replicate, and is no superuser',
      points: 10,
      hint: 'CREATE ROLE … LOGIN REPLICATION PASSWORD … is all that a follower needs.',
      explain: {
        does: 'It asks the leader by which role the follower streams, what that role may do, and which roles it can become.',
        look: [
          {
            run: "SELECT rolname, rolsuper, rolreplication FROM pg_roles WHERE rolname !~ '^pg_'",
            see: 'On the leader: your role with rolreplication, and without rolsuper.',
          },
        ],
      },
      lecture: '03-build-it#a-role-that-may-only-replicate',
      requires: ['replicates'],
    },
    {
      id: 'access',
      title: 'That role needs its password, and no other role may replicate',
      points: 15,
      hint: 'One line: host replication YOUR_ROLE all scram-sha-256. The first line that matches decides, so look at the others too.',
      explain: {
        does: 'It knocks at the leader, for replication and for queries, from the address of the follower and from that of a client: as your role with a wrong password, and with the right one as student, as a role that it makes for that, and as those that setUp has made. It also reads pg_hba.conf as the leader understands it, for a line that asks for no password.',
        look: [
          {
            run: 'SELECT line_number, type, database, user_name, address, auth_method, error FROM pg_hba_file_rules',
            see: 'On the leader: what it has made of each line. The first that matches decides; a line with an error is not in force.',
          },
        ],
      },
      lecture: '03-build-it#the-access-rule',
      requires: ['replicates'],
    },
    {
      id: 'slot',
      title: 'The physical slot follower_slot exists, this follower uses it, and it moves on',
      points: 15,
      hint: 'The leader has the slot, the follower names it: primary_slot_name. See pg_replication_slots on the one and pg_stat_wal_receiver on the other.',
      explain: {
        does: 'It looks at the slot on the leader, at its user, and at the name that the follower streams by; it writes on the leader and waits until the slot has moved past that. And it reads the settings by which a slot is given up.',
        look: [
          {
            run: 'SELECT slot_type, active, restart_lsn, wal_status FROM pg_replication_slots',
            see: 'On the leader: physical, and active.',
          },
          { run: 'SELECT slot_name FROM pg_stat_wal_receiver', see: 'On the follower: follower_slot.' },
        ],
      },
      lecture: '03-build-it#a-slot-keeps-what-the-follower-needs',
      requires: ['replicates'],
    },
    {
      id: 'inventory',
      title: 'The table inventory has its columns and its three rows on both nodes',
      points: 10,
      hint: 'Create and fill the table on the leader, with the statement of the README; the follower gets it by itself.',
      explain: {
        does: 'It reads columns, primary key and rows of public.inventory on both nodes.',
        look: [
          {
            run: 'SELECT product_id, product_name, quantity FROM inventory ORDER BY product_id',
            see: 'The three rows, on both nodes.',
          },
        ],
      },
      lecture: '03-build-it#watch-rows-arrive',
      requires: ['replicates'],
    },
    {
      id: 'changes-arrive',
      title: 'Inserts, updates, deletes and a new table arrive on the follower within five seconds',
      points: 5,
      hint: 'Whatever is written on the leader is streamed at once and replayed at once: look for a setting that holds the replay back.',
      explain: {
        does: 'On the leader it creates a table, inserts, updates, deletes, adds a column, commits once as a client, and compares the table on both nodes when the follower has replayed all of it.',
        look: [
          {
            run: 'SELECT pg_last_wal_replay_lsn(), pg_last_wal_receive_lsn()',
            see: 'On the follower: what was replayed is not behind what was received.',
          },
          { run: 'SHOW synchronous_standby_names', see: 'On the leader: empty, or a name that a follower has.' },
        ],
      },
      lecture: '02-one-leader#everything-that-is-written-arrives',
      requires: ['replicates'],
    },
    {
      id: 'read-only',
      title: 'The follower answers queries and refuses writes',
      points: 5,
      hint: 'It takes a running copy of the leader. A copy refuses writes because it is in recovery, and that is what standby.signal makes of it.',
      explain: {
        does: 'It creates a table on the follower, in a session that asks for transactions that may write.',
        look: [
          {
            run: 'CREATE TABLE written (id int)',
            see: 'On the follower: the error 25006, cannot execute CREATE TABLE in a read-only transaction.',
          },
        ],
      },
      lecture: '02-one-leader#followers-do-not-write',
    },
    {
      id: 'outage',
      title: 'The follower dies, the leader writes on and tidies up, and the follower catches up all the same',
      points: 10,
      hint: 'Only a slot that the follower uses keeps what it has not yet received, and only within max_slot_wal_keep_size. And what the follower needs to start again must be in its files.',
      explain: {
        does: 'It calls setUp, kills the follower, sets wal_keep_size to 0 on the leader, fills eight segments there, runs a checkpoint, and starts the follower. When that streams again, it looks whether it does so through its slot.',
        look: [
          {
            run: 'SELECT restart_lsn, wal_status FROM pg_replication_slots',
            see: 'On the leader, while the follower is away: restart_lsn stands still, and wal_status is not lost.',
          },
          { run: 'SHOW primary_slot_name', see: 'On the follower, after a restart: follower_slot.' },
        ],
      },
      lecture: '03-build-it#a-slot-keeps-what-the-follower-needs',
      requires: ['replicates'],
      deadline: 120_000,
    },
    {
      id: 'again',
      title: 'setUp ends without an error, and when it is called again it changes nothing',
      points: 10,
      hint: 'Ask before each step whether it is done: is there a role, a slot, a data directory, a server that runs, a table?',
      explain: {
        does: 'It calls setUp, changes rows of inventory, calls setUp again in another program, and compares what there was with what there is: the data directory, the rows, the table, the role, the slot, who needs no password. Then it lets the leader reload its files, kills and starts the follower, cuts the follower’s link, and looks each time whether it streams.',
        look: [
          {
            run: 'SELECT sender_host, sender_port FROM pg_stat_wal_receiver',
            see: 'On the follower: host and port of leader.addressFor(follower).',
          },
        ],
      },
      lecture: '03-build-it#a-set-up-that-can-be-run-twice',
      requires: ['replicates'],
      deadline: 180_000,
    },
  ],
});
