/** A connection keyword of libpq. */
interface Keyword {
  name: string;
  /** Environment variable that gives its value when nothing else does. */
  environment?: string;
  /** -R leaves it out: the walreceiver sets it itself, or it is written in a way of its own. */
  hidden?: true;
}

/**
 * What a connection string may contain, in libpq's order, which is the order in which -R writes primary_conninfo.
 * Keywords that this program makes no use of are passed on to the follower all the same.
 */
const keywordTable = [
  { name: 'user', environment: 'PGUSER' },
  { name: 'password', environment: 'PGPASSWORD' },
  { name: 'passfile', environment: 'PGPASSFILE' },
  { name: 'channel_binding', environment: 'PGCHANNELBINDING' },
  { name: 'connect_timeout', environment: 'PGCONNECT_TIMEOUT' },
  { name: 'dbname', environment: 'PGDATABASE', hidden: true },
  { name: 'host', environment: 'PGHOST' },
  { name: 'hostaddr', environment: 'PGHOSTADDR' },
  { name: 'port', environment: 'PGPORT' },
  { name: 'client_encoding', environment: 'PGCLIENTENCODING' },
  { name: 'options', environment: 'PGOPTIONS' },
  { name: 'application_name', environment: 'PGAPPNAME' },
  { name: 'fallback_application_name', hidden: true },
  { name: 'keepalives' },
  { name: 'keepalives_idle' },
  { name: 'keepalives_interval' },
  { name: 'keepalives_count' },
  { name: 'tcp_user_timeout' },
  { name: 'sslmode', environment: 'PGSSLMODE' },
  { name: 'sslcompression', environment: 'PGSSLCOMPRESSION' },
  { name: 'sslcert', environment: 'PGSSLCERT' },
  { name: 'sslkey', environment: 'PGSSLKEY' },
  { name: 'sslpassword' },
  { name: 'sslrootcert', environment: 'PGSSLROOTCERT' },
  { name: 'sslcrl', environment: 'PGSSLCRL' },
  { name: 'sslcrldir', environment: 'PGSSLCRLDIR' },
  { name: 'sslsni', environment: 'PGSSLSNI' },
  { name: 'requirepeer', environment: 'PGREQUIREPEER' },
  { name: 'ssl_min_protocol_version', environment: 'PGSSLMINPROTOCOLVERSION' },
  { name: 'ssl_max_protocol_version', environment: 'PGSSLMAXPROTOCOLVERSION' },
  { name: 'gssencmode', environment: 'PGGSSENCMODE' },
  { name: 'krbsrvname', environment: 'PGKRBSRVNAME' },
  { name: 'gsslib', environment: 'PGGSSLIB' },
  { name: 'replication', hidden: true },
  { name: 'target_session_attrs', environment: 'PGTARGETSESSIONATTRS' },
] as const satisfies readonly Keyword[];

export type KeywordName = (typeof keywordTable)[number]['name'];

/** The table with one type for all rows. */
export const keywords: readonly (Keyword & { name: KeywordName })[] = keywordTable;
