import type { CheckContext, ClusterNode } from '#harness/grading';

/** What a pair has that a trial may leave behind: by the name of the thing, each as one text. */
export type Traces = Record<string, string>;

/** Both nodes as they are now. A node that does not run has only its files. */
export async function readTraces({ cluster: { leader, follower } }: CheckContext): Promise<Traces> {
  const traces: Traces = {};
  for (const node of [leader, follower]) {
    traces[`server of ${node.name}`] = node.state;
    for (const file of ['pg_hba.conf', 'postgresql.conf', 'postgresql.auto.conf']) {
      traces[`${file} of ${node.name}`] = meaningOf(await node.machine.readFile(file).catch(() => 'it is not there'));
    }
    if (node.state !== 'running') continue;
    traces[`role of ${node.name} in the pair`] = (await node.inRecovery()) ? 'follower' : 'leader';
    for (const [thing, sql] of Object.entries(questions)) traces[`${thing} of ${node.name}`] = await ask(node, sql);
  }
  return traces;
}

/** The first thing that is another one now. */
export function changeBetween(before: Traces, after: Traces): { thing: string; was: string; is: string } | undefined {
  const thing = Object.keys({ ...before, ...after }).find((name) => before[name] !== after[name]);
  if (thing === undefined) return undefined;
  return { thing, was: before[thing] ?? 'nothing', is: after[thing] ?? 'it cannot be read' };
}

/**
 * What is temporary goes with its session, which may be about to end. Each gives one row of one text. Passwords are left out: the harness itself has set them anew. */
const questions = {
  roles: `SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', rolname, rolsuper, rolreplication, rolcanlogin,
            rolcreaterole, rolcreatedb, rolconnlimit, rolconfig::text), '; ' ORDER BY rolname)
            FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_'`,
  memberships: `SELECT pg_catalog.string_agg(roleid::regrole || ' to ' || member::regrole, '; '
            ORDER BY roleid::regrole::text, member::regrole::text) FROM pg_catalog.pg_auth_members WHERE roleid > 16383 OR member > 16383`,
  'replication slots':
    "SELECT pg_catalog.string_agg(slot_name, '; ' ORDER BY slot_name) FROM pg_catalog.pg_replication_slots WHERE NOT temporary",
  tables: `SELECT pg_catalog.string_agg(oid::regclass::text, '; ' ORDER BY oid) FROM pg_catalog.pg_class
            WHERE oid > 16383 AND relkind IN ('r', 'v', 'm', 'p', 'f', 'S') AND relpersistence <> 't'`,
  rows: `SELECT pg_catalog.string_agg(i::text, '; ' ORDER BY product_id) FROM public.inventory i`,
};

async function ask(node: ClusterNode, sql: string): Promise<string> {
  try {
    return (await node.value<string | null>(sql)) ?? 'none';
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : 'unknown'}`;
  }
}

/** A configuration file without what means nothing. */
function meaningOf(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#')).join('\n');
}
