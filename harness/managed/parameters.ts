import type { ClusterNode } from '../cluster/cluster-node.ts';
import { LabError, messageOf } from '../core/errors.ts';
import type { ServiceParameters } from '../sdk/managed.ts';
import type { Instance } from './instance.ts';
import type { ServicePlan } from './plan.ts';

/**
 * Sets parameters of an instance and of its standby, all or none; they take effect at the next reload. Throws REFUSED for
 * one that is not on the plan's list, ARGUMENT for a value that PostgreSQL does not take.
 */
export async function setParameters(instance: Instance, wanted: ServiceParameters, plan: ServicePlan): Promise<void> {
  const names = Object.keys(wanted);
  const stranger = names.find((name) => !plan.parameters.includes(name));
  if (names.length === 0) throw new LabError('ARGUMENT', 'no parameter is named');
  if (stranger !== undefined) {
    const next = `this service lets you set: ${plan.parameters.join(', ') || 'none'}`;
    throw new LabError('REFUSED', `${stranger} is not a parameter that a customer may set (${next})`, { next });
  }
  const nodes = serversOf(instance);
  try {
    for (const node of nodes) await applyParameters(node, wanted);
  } catch (error) {
    for (const node of nodes) for (const name of names) await set(node, name, instance.parameters[name]);
    if (isRefusedValue(error)) throw new LabError('ARGUMENT', messageOf(error), { cause: error });
    throw error;
  }
  Object.assign(instance.parameters, wanted);
}

/** Sets them on one server; they take effect at its next reload. */
export async function applyParameters(node: ClusterNode, parameters: ServiceParameters): Promise<void> {
  for (const [name, value] of Object.entries(parameters)) await set(node, name, value);
}

/** The server of an instance, and its standby when that is ready: a takeover changes no parameter. */
export function serversOf({ node, standby }: Instance): ClusterNode[] {
  return standby?.ready ? [node, standby.node] : [node];
}

/** Undefined: as it was before anybody set it. */
async function set(node: ClusterNode, name: string, value: string | undefined): Promise<void> {
  if (value === undefined) await node.query(`ALTER SYSTEM RESET ${name}`);
  else await node.query(`ALTER SYSTEM SET ${name} = '${value.replaceAll("'", "''")}'`);
}

/** PostgreSQL's class 22: the data are wrong. */
function isRefusedValue(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('22');
}
