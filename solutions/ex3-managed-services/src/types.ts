/** What `buildReplica` is asked for. */
export interface Order {
  /** Name of the instance. */
  instance: string;
  /** Name of its read replica. */
  replica: string;
  /** Parameters of the instance, by name, for the whole server. */
  parameters: Record<string, string>;
  /** The rows of its table inventory. */
  rows: Product[];
}

export interface Product {
  product_id: number;
  product_name: string;
  quantity: number;
}

/** What you found out by trying; the README says what each fact means. */
export interface Facts {
  selfManaged: SideFacts;
  managed: SideFacts;
}

export interface SideFacts {
  superuser: boolean;
  readsFiles: boolean;
  changesAccessRules: boolean;
  createsPhysicalSlot: boolean;
  takesBaseBackup: boolean;
  promotes: boolean;
  checkpoints: boolean;
  seesReplication: boolean;
  sets: Record<Parameter, boolean>;
}

export type Parameter = 'work_mem' | 'log_min_duration_statement' | 'max_standby_streaming_delay' | 'wal_keep_size';
