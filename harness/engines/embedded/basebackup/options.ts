/** One command-line option: the only place that knows of it besides the code that uses its value. */
interface OptionSpec {
  long: string;
  short: string;
  /** Name of the value in --help; an option without it takes none. */
  value?: string;
  group: 'output' | 'general' | 'connection';
  /** Lines of --help. */
  help: readonly string[];
}

/** Every option there is. Parsing, --help and the error about an unknown option derive from this table. */
const optionTable = [
  {
    long: 'pgdata',
    short: 'D',
    value: 'DIRECTORY',
    group: 'output',
    help: ['receive base backup into directory'],
  },
  {
    long: 'format',
    short: 'F',
    value: 'p',
    group: 'output',
    help: ['output format: plain is the only one here'],
  },
  {
    long: 'write-recovery-conf',
    short: 'R',
    group: 'output',
    help: ['write configuration for replication'],
  },
  {
    long: 'wal-method',
    short: 'X',
    value: 'none|fetch|stream',
    group: 'output',
    help: [
      'include required WAL files with specified method;',
      'here both fetch and stream (default) receive them from the',
      'server at the end of the backup, and stream protects them',
      'until then by a replication slot',
    ],
  },
  {
    long: 'checkpoint',
    short: 'c',
    value: 'fast|spread',
    group: 'general',
    help: ['set fast or spread (default) checkpointing'],
  },
  { long: 'create-slot', short: 'C', group: 'general', help: ['create replication slot'] },
  { long: 'label', short: 'l', value: 'LABEL', group: 'general', help: ['set backup label'] },
  {
    long: 'no-sync',
    short: 'N',
    group: 'general',
    help: ['do not wait for changes to be written safely to disk', '(nobody waits here anyway)'],
  },
  { long: 'progress', short: 'P', group: 'general', help: ['show progress information'] },
  {
    long: 'slot',
    short: 'S',
    value: 'SLOTNAME',
    group: 'general',
    help: ['replication slot to use'],
  },
  { long: 'verbose', short: 'v', group: 'general', help: ['output verbose messages'] },
  { long: 'version', short: 'V', group: 'general', help: ['output version information, then exit'] },
  { long: 'help', short: '?', group: 'general', help: ['show this help, then exit'] },
  {
    long: 'dbname',
    short: 'd',
    value: 'CONNSTR',
    group: 'connection',
    help: ['connection string'],
  },
  {
    long: 'host',
    short: 'h',
    value: 'HOSTNAME',
    group: 'connection',
    help: ['database server host or socket directory'],
  },
  {
    long: 'port',
    short: 'p',
    value: 'PORT',
    group: 'connection',
    help: ['database server port number'],
  },
  {
    long: 'username',
    short: 'U',
    value: 'NAME',
    group: 'connection',
    help: ['connect as specified database user'],
  },
  {
    long: 'no-password',
    short: 'w',
    group: 'connection',
    help: ['never prompt for password (there is no prompt here anyway)'],
  },
] as const satisfies readonly OptionSpec[];

/** An option's long name. */
export type OptionName = (typeof optionTable)[number]['long'];

/** An option of the table, seen with its optional parts. */
export interface Option extends OptionSpec {
  long: OptionName;
}

/** The table with one type for all rows. */
export const options: readonly Option[] = optionTable;
