import { type CheckContext, type ClusterNode, formatLsn, NotYet, parseLsn, waitUntil } from '#harness/grading';

/** Milliseconds for a slot to move past what the follower has received: it reports once a second. */
const advanceTimeout = 5000;

/** The role by which the follower's connection was opened, and what that role may do. */
export interface Role {
  name: string;
  replication: boolean;
  superuser: boolean;
  /** A superuser whose powers it can take by SET ROLE. */
  master: string | null;
}

/** The slot, and what the two nodes say about its use; null where they say nothing. */
export interface SlotUse {
  kind: string;
  temporary: boolean;
  /** What holds the slot on the leader: the state of a streaming connection. */
  heldBy: string | null;
  /** The slot that the follower's receiver says it streams through. */
  named: string | null;
  /** restart_lsn. */
  lsn: string | null;
}

export interface Slot extends SlotUse {
  /** Why restart_lsn does not move past what the follower has received; undefined when it does. */
  stuck: string | undefined;
  /** MB that a slot may keep; -1: without a limit. */
  cap: number;
  /** Seconds after which a slot that nobody uses is given up; 0: never. PostgreSQL 18 and later. */
  patience: number;
}

/** Who streams. With a slot in use it is the session that holds it. */
export async function lookAtRole({ cluster: { leader } }: CheckContext): Promise<Role | undefined> {
  const [role] = await leader.query<Role & Record<string, unknown>>(`
    SELECT r.rolname AS name, r.rolreplication AS replication, r.rolsuper AS superuser,
           (SELECT min(s.rolname)::text FROM pg_catalog.pg_roles s
             WHERE s.rolsuper AND pg_catalog.pg_has_role(r.oid, s.oid, 'MEMBER')) AS master
      FROM pg_catalog.pg_stat_replication c
      JOIN pg_catalog.pg_roles r ON r.oid = c.usesysid
      LEFT JOIN pg_catalog.pg_replication_slots l ON l.active_pid = c.pid AND l.slot_name = 'follower_slot'
     WHERE c.state = 'streaming' ORDER BY l.slot_name NULLS LAST LIMIT 1`);
  return role;
}

/** Reads the slot `follower_slot`, and writes nothing; undefined when there is none. */
export async function readSlot({ cluster }: CheckContext): Promise<SlotUse | undefined> {
  const { leader, follower } = cluster;
  const [slot] = await leader.query<Omit<SlotUse, 'named'> & Record<string, unknown>>(`
    SELECT l.slot_type AS kind, l.temporary, c.state AS "heldBy", l.restart_lsn::text AS lsn
      FROM pg_catalog.pg_replication_slots l
      LEFT JOIN pg_catalog.pg_stat_replication c ON c.pid = l.active_pid
     WHERE l.slot_name = 'follower_slot'`);
  if (!slot) return undefined;
  const [receiver] = await follower.query<{ slot_name: string | null }>(
    'SELECT slot_name FROM pg_catalog.pg_stat_wal_receiver',
  );
  return { ...slot, named: receiver?.slot_name || null };
}

/** Looks at the slot, and whether it moves when the leader writes; undefined when there is none. */
export async function lookAtSlot(context: CheckContext): Promise<Slot | undefined> {
  const { cluster, signal } = context;
  const { leader } = cluster;
  const found = await readSlot(context);
  if (!found) return undefined;
  await leader.query("SELECT pg_catalog.pg_logical_emit_message(true, 'lab', 'a record to receive')");
  const target = await leader.insertLsn();
  const stuck = await waitUntil(
    `restart_lsn of follower_slot to reach ${formatLsn(target)}`,
    async () => {
      const lsn = (await readSlot(context))?.lsn ?? null;
      return (lsn !== null && parseLsn(lsn) >= target) || new NotYet(lsn ?? 'NULL');
    },
    { timeout: advanceTimeout, signal },
  ).then(
    () => undefined,
    (error: Error) => error.message,
  );
  signal.throwIfAborted();
  const cap = await settingOf(leader, 'max_slot_wal_keep_size');
  const patience = await settingOf(leader, 'idle_replication_slot_timeout');
  return { ...found, stuck, cap, patience };
}

/** In the setting's own unit; 0 where there is no such setting. */
export async function settingOf(node: ClusterNode, name: string): Promise<number> {
  const [found] = await node.query<{ setting: string }>('SELECT setting FROM pg_catalog.pg_settings WHERE name = $1', [
    name,
  ]);
  return Number(found?.setting ?? 0);
}
