import { dirname } from 'node:path';
import type { RunningCluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '../cluster/cluster-node.ts';
import type { Identity } from '../cluster/identities.ts';
import { LabError } from '../core/errors.ts';
import type { LinkAddress } from '../gateway/gateway.ts';

/**
 * What blocks may call by name because it differs from run to run, as seen from one node, or from a client: nodes
 * reach each other by links that faults can cut.
 */
export function nodeNames(cluster: RunningCluster | undefined, from: string | undefined): Record<string, string> {
  const names: Record<string, string> = {};
  for (const node of cluster?.nodes ?? []) {
    const { host, port } = addressSeenFrom(node, from);
    const { student, replication } = (cluster as RunningCluster).identities;
    const conninfo = ({ role, password }: Identity) => `host=${host} port=${port} user=${role} password=${password}`;
    Object.assign(names, {
      [`${node.name}_host`]: host,
      [`${node.name}_port`]: String(port),
      [`${node.name}_url`]: `postgres://${student.role}:${student.password}@${host}:${port}/postgres`,
      [`${node.name}_conninfo`]: `${conninfo(student)} dbname=postgres`,
      [`${node.name}_replication`]: conninfo(replication),
      [`${node.name}_data`]: node.machine.dataDirectory,
    });
  }
  return names;
}

/** `:'leader_conninfo'` becomes a literal, as in psql. Throws BAD_LECTURE for an unknown name. */
export function interpolate(sql: string, names: Readonly<Record<string, string>>): string {
  return sql.replace(/(?<!:):'([a-z]\w*)'/g, (_, name: string) => {
    const value = names[name];
    if (value === undefined)
      throw new LabError('BAD_LECTURE', `:'${name}' is unknown; there are: ${Object.keys(names).join(', ')}`);
    return `'${value.replaceAll("'", "''")}'`;
  });
}

/** Output with names that stay: `leader.lab` and 5432 for addresses, `/var/lib/postgresql/leader`, `secret`. */
export function stableNames(text: string, cluster: RunningCluster | undefined): string {
  if (!cluster) return text;
  let stable = text;
  for (const { name, machine, paths } of cluster.nodes) {
    stable = stable.replaceAll(dirname(machine.dataDirectory), `/var/lib/postgresql/${name}`);
    const links = [paths.client, paths.control, machine.address, ...Object.values(paths.peers)];
    for (const { host, port } of links) {
      // However it is said: host=… port=…, host:port, "host", port ….
      const said = new RegExp(`${RegExp.escape(host)}(\\D{1,20}?)${port}\\b`, 'g');
      stable = stable.replace(said, (_, between: string) => `${name}.lab${between}5432`);
    }
    if (machine.source !== undefined) stable = stable.replaceAll(machine.source, `${name}.lab`);
    // Alone, only where it is said to be a port: a count may be the same number.
    for (const { port } of links)
      stable = stable.replace(
        new RegExp(`(port\\W{0,4}|:|-p ?)${port}\\b`, 'gi'),
        (_, before: string) => `${before}5432`,
      );
  }
  for (const { password } of Object.values(cluster.identities) as Identity[])
    stable = stable.replaceAll(password, 'secret');
  return stable;
}

function addressSeenFrom(node: ClusterNode, from: string | undefined): LinkAddress {
  return (from === undefined ? undefined : node.paths.peers[from]) ?? node.paths.client;
}
