import type { CheckContext, ClusterNode } from '#harness/grading';
import { type Door, openDoors } from './doors.ts';
import { type Attempt, type Login, tryLogin, type Way } from './log-in.ts';
import { settingOf } from './streaming.ts';

/** Who may come in, and whether there is room. */
export interface Access {
  knocks: Knock[];
  doors: Door[];
  /** max_wal_senders and max_connections. */
  senders: number;
  connections: number;
}

/** One login that had to be refused. */
export interface Knock extends Attempt {
  /** Who knocked, in the words of a failure. */
  who: string;
}

const ways: Way[] = ['follower', 'client'];

/** Looks at the leader's door and knocks at it. `before`: the roles that there were before `setUp`. */
export async function lookAtAccess(context: CheckContext, role: string, before: readonly string[]): Promise<Access> {
  const { leader } = context.cluster;
  return {
    doors: await openDoors(leader),
    senders: await settingOf(leader, 'max_wal_senders'),
    connections: await settingOf(leader, 'max_connections'),
    knocks: await knockEverywhere(context, role, before),
  };
}

/**
 * Knocks as the follower's role without its password, and as roles that have no business with replication, with theirs.
 */
async function knockEverywhere(context: CheckContext, role: string, before: readonly string[]): Promise<Knock[]> {
  const { leader } = context.cluster;
  const knocks: Knock[] = [];
  const knock = async (who: string, login: Login, replication: boolean) => {
    for (const way of ways) {
      if (knocks.at(-1)?.outcome === 'unclear') return; // the next one would wait as long for as little
      const from = way === 'follower' ? 'the follower’s machine' : 'a client’s machine';
      const purpose = replication ? 'for replication' : 'for queries';
      knocks.push({
        who: `${who}, ${purpose}, from ${from}`,
        ...(await tryLogin(context, login, { way, replication })),
      });
    }
  };
  const { random } = context;
  // With a digit: an extension may ask for one.
  const password = () => `${random.word(23)}7`;
  const wrong = { role, password: password() };
  await knock(`${role} with a wrong password`, wrong, true);
  await knock(`${role} with a wrong password`, wrong, false);

  // A name that no rule can leave out: access rules may be regular expressions.
  const stranger = { role: random.word(12), password: password() };
  await leader.query("SET password_encryption = 'scram-sha-256'");
  await leader.query(`CREATE ROLE ${stranger.role} LOGIN REPLICATION PASSWORD '${stranger.password}'`);
  await knock('another role with REPLICATION and its right password', stranger, true);
  await leader.query(`DROP ROLE ${stranger.role}`);

  const { student } = context.cluster.identities;
  if (role !== student.role) await knock('your own role student with its right password', student, true);

  for (const other of await madeRoles(leader, [role, ...before])) {
    const login = { role: other.name, password: password() };
    await setPassword(leader, other.name, login.password);
    await knock(`the role ${other.name}, which setUp has made, with its right password`, login, true);
    await setPassword(leader, other.name, other.secret);
  }
  return knocks;
}

/** As many as there is time for. */
const madeLimit = 4;

/** Roles that may replicate, as far as roles go, and that are none of these. `secret`: what is kept of the password. */
async function madeRoles(leader: ClusterNode, known: readonly string[]) {
  return await leader.query<{ name: string; secret: string | null }>(
    `SELECT rolname AS name, rolpassword AS secret FROM pg_catalog.pg_authid
      WHERE rolcanlogin AND (rolsuper OR rolreplication) AND rolname <> ALL ($1) ORDER BY oid LIMIT ${madeLimit}`,
    [known],
  );
}

async function setPassword(leader: ClusterNode, role: string, password: string | null): Promise<void> {
  const statement = await leader.value<string>(
    "SELECT pg_catalog.format('ALTER ROLE %I PASSWORD %L', $1::text, $2::text)",
    [role, password],
  );
  await leader.query(statement);
}
