import type { ClusterNode } from '#harness/grading';

/** An access rule that asks for no password, and that lets somebody in. */
export interface Door {
  /** The rule, as it stands in the file. */
  rule: string;
}

/** A line of pg_hba.conf, as pg_hba_file_rules has it. */
interface Rule {
  type: string;
  database: string[];
  user_name: string[];
  address: string | null;
  netmask: string | null;
  auth_method: string;
}

/** To whom a line applies, taken apart: one kind of connection, database, role and range of addresses. */
interface Case {
  type: string;
  database: string;
  user: string;
  address: string;
}

/**
 * Reads which lines of the leader's pg_hba.conf let somebody in without a password over TCP. A login shows it for one
 * role, one database, one address and without TLS; the rules show it for all. A line that no connection comes to,
 * because an earlier one has decided about all that it applies to, is none.
 */
export async function openDoors(leader: ClusterNode): Promise<Door[]> {
  const rules = await leader.query<Rule & Record<string, unknown>>(`
    SELECT type, database, user_name, address, netmask, auth_method
      FROM pg_catalog.pg_hba_file_rules WHERE error IS NULL AND type <> 'local'`);
  return rules
    .filter(
      (rule, at) => rule.auth_method === 'trust' && casesOf(rule).some((one) => !isDecided(one, rules.slice(0, at))),
    )
    .map((rule) => ({ rule: textOf(rule) }));
}

function casesOf({ type, database, user_name, address, netmask }: Rule): Case[] {
  const types = type === 'host' ? ['hostssl', 'hostnossl'] : [type];
  const addresses = address === 'all' ? [allOf.v4, allOf.v6] : [rangeOf(address, netmask)];
  return types.flatMap((type) =>
    database.flatMap((database) =>
      user_name.flatMap((user) => addresses.map((address) => ({ type, database, user, address }))),
    ),
  );
}

const allOf = { v4: '0.0.0.0/0.0.0.0', v6: '::/::' };

function rangeOf(address: string | null, netmask: string | null): string {
  return netmask === null ? (address ?? '') : `${address}/${netmask}`;
}

/** Whether one of these lines applies to all of the case. */
function isDecided(one: Case, rules: readonly Rule[]): boolean {
  return rules.some(
    (rule) =>
      (rule.type === 'host' || rule.type === one.type) &&
      // `all` as a database does not match a replication connection.
      (rule.database.includes(one.database) || (rule.database.includes('all') && one.database !== 'replication')) &&
      (rule.user_name.includes(one.user) || rule.user_name.includes('all')) &&
      coversAddress(rule, one.address),
  );
}

function coversAddress({ address, netmask }: Rule, range: string): boolean {
  const own = rangeOf(address, netmask);
  return address === 'all' || own === range || own === (range.includes(':') ? allOf.v6 : allOf.v4);
}

function textOf({ type, database, user_name, address, netmask, auth_method }: Rule): string {
  return [type, database.join(','), user_name.join(','), rangeOf(address, netmask), auth_method].join(' ');
}
