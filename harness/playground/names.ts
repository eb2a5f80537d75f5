import type { RunningCluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '../cluster/cluster-node.ts';
import type { Identity } from '../cluster/identities.ts';
import { LabError } from '../core/errors.ts';
import type { LinkAddress } from '../gateway/gateway.ts';

/**
 * What blocks and typed statements may call by name because it differs from run to run, as seen from one node, or from a client: nodes
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

/** `:'leader_conninfo'` becomes a literal, as in psql. Throws ARGUMENT for an unknown name. */
export function interpolate(sql: string, names: Readonly<Record<string, string>>): string {
  return sql.replace(/(?<!:):'([a-z]\w*)'/g, (_, name: string) => {
    const value = names[name];
    if (value === undefined)
      throw new LabError('ARGUMENT', `:'${name}' is unknown; there are: ${Object.keys(names).join(', ')}`);
    return `'${value.replaceAll("'", "''")}'`;
  });
}

function addressSeenFrom(node: ClusterNode, from: string | undefined): LinkAddress {
  return (from === undefined ? undefined : node.paths.peers[from]) ?? node.paths.client;
}
