import { type Option, options } from './options.ts';

/** The newest PostgreSQL whose BASE_BACKUP this program knows; also what --version says. */
export const newestServer = 18;
/** The oldest one: 15 put all archives into one COPY stream. */
export const oldestServer = 15;

const servers = `for servers ${oldestServer} to ${newestServer}`;

/** The whole text of --version. */
export const versionText = `pg_basebackup (PostgreSQL) ${newestServer} (${servers})\n`;

const groups = [
  ['output', 'Options controlling the output'],
  ['general', 'General options'],
  ['connection', 'Connection options'],
] as const;

/** Column at which an option's explanation starts, as in the original's --help. */
const helpColumn = 25;

/** The whole text of --help, made from the option table. */
export function helpText(): string {
  const sections = groups.map(([group, title]) => {
    const lines = options.filter((option) => option.group === group).map(optionLines);
    return `${title}:\n${lines.join('')}`;
  });
  return `pg_basebackup takes a base backup of a running PostgreSQL server.

Usage:
  pg_basebackup [OPTION]...

${sections.join('\n')}
This program stands in for PostgreSQL's own pg_basebackup where it is not installed. It knows the options above
only, asks for no password (use PGPASSWORD, a password file or a connection string), and does not wait for the
backup to be synchronized to disk.
`;
}

/** `-D, --pgdata`: how an option is called in lists. */
function optionLabel(option: Option): string {
  return `-${option.short}, --${option.long}`;
}

function optionLines(option: Option): string {
  const label = `  ${optionLabel(option)}${option.value ? `=${option.value}` : ''}`;
  const margin = ' '.repeat(helpColumn);
  const [first, ...rest] = option.help;
  const head = label.length < helpColumn ? `${label.padEnd(helpColumn)}${first}` : `${label}\n${margin}${first}`;
  return `${[head, ...rest.map((line) => margin + line)].join('\n')}\n`;
}
