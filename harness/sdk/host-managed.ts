import { LabOperationError } from './lab-errors.ts';
import type { InstanceDescription, ManagedService, ServiceParameters } from './managed.ts';

/** Sends a request of the student's to the harness; rejects with a LabOperationError. */
export type Operate = (method: string, params: Record<string, unknown>) => Promise<unknown>;

/** Builds the console of the managed service that student code receives. Its functions work without `this`. */
export function makeManaged(operate: Operate): ManagedService {
  const order = async (method: keyof ManagedService, params: Record<string, unknown>) =>
    await operate(`managed.${method}`, params);
  return Object.freeze({
    async createInstance({ name, highlyAvailable = false }: { name: string; highlyAvailable?: boolean }) {
      if (typeof highlyAvailable !== 'boolean') wrong('createInstance', 'highlyAvailable: true or false');
      await order('createInstance', { name: named('createInstance', name), highlyAvailable });
    },
    async createReadReplica({ name, source }: { name: string; source: string }) {
      named('createReadReplica', source);
      await order('createReadReplica', { name: named('createReadReplica', name), source });
    },
    async promoteReadReplica(name: string) {
      await order('promoteReadReplica', { name: named('promoteReadReplica', name) });
    },
    async modifyParameters(name: string, parameters: ServiceParameters) {
      const values = typeof parameters === 'object' && parameters !== null ? Object.values(parameters) : [undefined];
      if (!values.every((value) => typeof value === 'string')) wrong('modifyParameters', "texts: { work_mem: '8MB' }");
      await order('modifyParameters', { name: named('modifyParameters', name), parameters: { ...parameters } });
    },
    async failover(name: string) {
      await order('failover', { name: named('failover', name) });
    },
    async describe(name: string) {
      return (await order('describe', { name: named('describe', name) })) as InstanceDescription;
    },
  });
}

function named(operation: string, name: unknown): string {
  return typeof name === 'string' ? name : wrong(operation, `a name, not ${typeof name}`);
}

function wrong(operation: string, need: string): never {
  throw new LabOperationError('ARGUMENT', `lab.managed.${operation}() needs ${need}`);
}
