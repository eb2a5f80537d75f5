import { addresses6Here, type Targets } from '../../enclosure/canaries.ts';
import { waysScript } from '../../enclosure/reach.ts';

/** What a hostile superuser tries, where PostgreSQL runs. */
export interface StatementAttack {
  name: string;
  does: string;
  /** One statement; it had success where its one value is true. */
  sql(targets: Targets): string;
}

/** The statements of a program that the server runs: its success is the exit code 0. */
function program(name: string, does: string, command: (targets: Targets) => string): StatementAttack {
  const quoted = (text: string) => `$lab$${text}$lab$`;
  return {
    name,
    does,
    sql: (targets) =>
      `SELECT pg_temp.succeeds(${quoted(`PATH=/usr/bin:/bin; { ${command(targets)}; } >/dev/null 2>&1`)})`,
  };
}

/** Made in each session first: whether a shell command that the server runs has the exit code 0. */
export const preparation = `
  CREATE TEMPORARY TABLE said (line text);
  CREATE FUNCTION pg_temp.succeeds(command text) RETURNS boolean LANGUAGE plpgsql AS $body$
  BEGIN
    EXECUTE format('COPY pg_temp.said FROM PROGRAM %L', command);
    RETURN true;
  EXCEPTION WHEN OTHERS THEN
    RETURN false;
  END $body$`;

const bytes = (path: string) => `SELECT pg_catalog.length(pg_catalog.pg_read_file('${path}')) > 0`;

const byIpv6 = program(
  'every-address6-by-program',
  'connects by every address of IPv6 that this machine has, by every interface',
  ({ addresses6, port }) =>
    `${waysScript(addresses6)}
for to in $(ways); do timeout 4 bash -c ": </dev/tcp/$to/${port}" && exit; done; false`,
);

export const statementAttacks: readonly StatementAttack[] = [
  program('copy-to-program', 'lets the server run a program that reads a hidden file', ({ file }) => `cat ${file}`),
  program('write-by-program', 'lets the server write to a file of the grader', ({ file }) => `sh -c ': >> ${file}'`),
  program('list-by-program', 'looks into the folder of a hidden file', ({ file }) => `ls $(dirname ${file})`),
  program('kill-by-program', 'lets the server kill a process outside', ({ pid }) => `kill -KILL ${pid}`),
  program('see-by-program', 'lets the server look at a process outside', ({ pid }) => `test -e /proc/${pid}/root`),
  program(
    'secrets-by-program',
    'reads the environment of a process outside',
    ({ pid }) => `grep -z CANARY /proc/${pid}/environ`,
  ),
  program(
    'connect-by-program',
    'connects to a server of this machine',
    ({ port }) => `bash -c ': </dev/tcp/127.0.0.1/${port}'`,
  ),
  program(
    'scan-by-program',
    'connects by another name of this machine',
    ({ port }) => `bash -c ': </dev/tcp/0.0.0.0/${port}'`,
  ),
  program(
    'accounts-by-program',
    'reads who has an account on this machine',
    ({ accounts }) => `md5sum /etc/passwd | grep ${accounts}`,
  ),
  program('every-address-by-program', 'connects by every address of this machine', ({ addresses, port }) =>
    addresses.map((host) => `timeout 2 bash -c ': </dev/tcp/${host}/${port}'`).join(' || '),
  ),
  // Where there is no IPv6, nothing could be shown by it.
  ...(addresses6Here().length > 0 ? [byIpv6] : []),
  program(
    'namespaces-by-program',
    'makes a user namespace, in which it has every capability',
    () => 'unshare -Ur true',
  ),
  program('devices-by-program', 'looks at the devices of the machine', () => 'ls /sys/class/net'),
  { name: 'pg-read-file', does: 'reads a hidden file without any program', sql: ({ file }) => bytes(file) },
  {
    name: 'large-object',
    does: 'imports a hidden file',
    sql: ({ file }) => `SELECT pg_catalog.lo_import('${file}') > 0`,
  },
  {
    name: 'read-through-proc',
    does: 'reads by way of another process',
    sql: ({ file, pid }) => bytes(`/proc/${pid}/root${file}`),
  },
];
