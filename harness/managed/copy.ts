import type { ClusterNode } from '../cluster/cluster-node.ts';
import { isReplicating, type WaitLimits } from '../cluster/replication.ts';
import { LabError } from '../core/errors.ts';
import type { LinkAddress } from '../gateway/gateway.ts';
import { reload } from './reload.ts';

/** Makes a machine a follower of a server: whatever is on it goes. Resolves when it replicates. Throws START_FAILED. */
export async function copyOnto(target: ClusterNode, source: ClusterNode, limits: WaitLimits): Promise<void> {
  const { machine } = target;
  const directory = `'${machine.dataDirectory}'`;
  const { role, password } = source.identities.replication;
  const { host, port } = addressOf(source, target);
  const { exitCode, stderr } = await machine.run(
    `mkdir -p -m 700 ${directory} && find ${directory} -mindepth 1 -delete &&
      PGPASSWORD='${password}' pg_basebackup -h ${host} -p ${port} -U ${role} -D ${directory} -c fast -X stream -w`,
    { signal: limits.signal },
  );
  if (exitCode !== 0) throw new LabError('START_FAILED', `the service cannot copy an instance: ${stderr.trim()}`);
  // The source's own place in the world comes along with its files: whom it follows, and for whom it waits.
  const copied = await machine.readFile('postgresql.auto.conf');
  const kept = copied.split('\n').filter((line) => !/^(primary_conninfo|synchronous_standby_names)\b/.test(line));
  await machine.writeFile('postgresql.auto.conf', `${kept.join('\n')}\nprimary_conninfo = '${way(source, target)}'\n`);
  await machine.writeFile('standby.signal', '');
  await target.start();
  await replicates(target, source, limits);
}

/** Lets a follower follow another server, without a restart. Resolves when it replicates. */
export async function follow(follower: ClusterNode, source: ClusterNode, limits: WaitLimits): Promise<void> {
  await follower.query(`ALTER SYSTEM SET primary_conninfo = '${way(source, follower)}'`);
  await reload(follower, limits);
  await replicates(follower, source, limits);
}

/** Lets a leader acknowledge no commit that this standby has not; `undefined`: it waits for nobody. */
export async function waitFor(
  leader: ClusterNode,
  standby: ClusterNode | undefined,
  limits: WaitLimits,
): Promise<void> {
  await leader.query(`ALTER SYSTEM SET synchronous_standby_names = '${standby ? `"${standby.name}"` : ''}'`);
  await reload(leader, limits);
}

async function replicates(follower: ClusterNode, source: ClusterNode, limits: WaitLimits): Promise<void> {
  const proof = await isReplicating(source, follower, limits);
  if (!proof.replicates) throw new LabError('START_FAILED', `a copy of the service does not follow: ${proof.because}`);
}

function way(source: ClusterNode, follower: ClusterNode): string {
  const { role, password } = source.identities.replication;
  const { host, port } = addressOf(source, follower);
  return `host=${host} port=${port} user=${role} password=${password}`;
}

function addressOf(source: ClusterNode, follower: ClusterNode): LinkAddress {
  return source.paths.peers[follower.name] as LinkAddress;
}
