/**
 * A managed PostgreSQL service, imitated: you order, it does, and `describe` tells how far it is. A call that resolves has
 * been accepted; it is not done. A call that the service does not accept rejects with a LabOperationError, code `REFUSED`
 * or `ARGUMENT`, and changes nothing.
 *
 * There is room for one instance and for two copies of it: a standby takes one, a read replica takes one.
 */
export interface ManagedService {
  /**
   * Begins to make an instance. `highlyAvailable`: with a standby in another place, which gets every commit before it is
   * acknowledged, serves no reads, and takes over in a failover.
   */
  createInstance(order: { name: string; highlyAvailable?: boolean }): Promise<void>;
  /** Begins to make a copy of an instance that is `available`: it serves reads, follows asynchronously, and is no standby. */
  createReadReplica(order: { name: string; source: string }): Promise<void>;
  /** Begins to make a read replica an instance of its own. It follows nobody from then on. */
  promoteReadReplica(name: string): Promise<void>;
  /** Begins to set parameters of an instance, all or none. Only those on the service's list can be set. */
  modifyParameters(name: string, parameters: ServiceParameters): Promise<void>;
  /** Begins to let the standby of an instance take over. Connections break; the url stays. */
  failover(name: string): Promise<void>;
  /** What there is of that name at the moment. */
  describe(name: string): Promise<InstanceDescription>;
}

/** Values as in postgresql.conf, by name: `{ work_mem: '8MB' }`. */
export type ServiceParameters = Readonly<Record<string, string>>;

/** `failed`: the service could not do it, by a fault of its own. */
export type InstanceStatus = 'creating' | 'available' | 'modifying' | 'promoting' | 'failing-over' | 'failed';

export interface InstanceDescription {
  readonly name: string;
  readonly status: InstanceStatus;
  readonly kind: 'instance' | 'read-replica';
  /** Whom a read replica follows. */
  readonly source: string | null;
  /** Whether an instance has a standby; after a failover a new one is `creating` for a while. */
  readonly standby: 'none' | 'creating' | 'ready';
  /** Connection string of your role; null while it is `creating`. */
  readonly url: string | null;
  /** What `modifyParameters` has set. */
  readonly parameters: ServiceParameters;
  /** Bytes that a read replica has not replayed yet; null for an instance, and when nobody knows. */
  readonly lagBytes: number | null;
}
