import { dirname } from 'node:path';
import type { RunningCluster } from '../cluster/cluster.ts';
import type { Identity } from '../cluster/identities.ts';

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
