/**
 * Settings that belong to the harness and not to the subject. They are given on the command line, which wins over
 * every file, so a student's postgresql.conf can be put in place without changing how the harness finds, watches and
 * times the server. Nothing that a student may be asked to configure stands here.
 */
export function serverSettings(node: ServerPlace): Record<string, string> {
  return {
    // Where it is found: TCP only, at the address that the gateway knows.
    port: String(node.port),
    listen_addresses: node.host,
    unix_socket_directories: '',
    cluster_name: node.name,
    // Where its access rules stand, so that the control path can put its own back.
    hba_file: `${node.dataDirectory}/pg_hba.conf`,
    // What is read from its log: times in milliseconds since 1970, whatever the time zone.
    log_destination: 'stderr',
    logging_collector: 'off',
    log_line_prefix: '%n [%p] ',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // The default of 5 s would dominate every reconnection. 20 ms: at once, without a busy loop on a dead link.
    wal_retrieve_retry_interval: '20ms',
    // In seconds; '100ms' would round to 0, which turns status messages off.
    wal_receiver_status_interval: '1s',
    // Speed that costs nothing here: a killed process loses no page cache, and servers live for seconds.
    fsync: 'off',
    shared_buffers: '16MB',
    dynamic_shared_memory_type: 'mmap', // leaves nothing in /dev/shm when it is killed
    // No background work that writes WAL on its own: byte-exact readings stay exact.
    autovacuum: 'off',
    checkpoint_timeout: '1d',
    max_wal_size: '1GB',
    // Three processes less to fork for each server.
    ...(node.major >= 18 && { io_method: 'sync' }),
  };
}

export interface ServerPlace {
  name: string;
  host: string;
  port: number;
  dataDirectory: string;
  /** Major version of PostgreSQL. */
  major: number;
}

export function asArguments(settings: Record<string, string>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
