import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openStorage } from '../../broker/storage.ts';
import { LabError } from '../../core/errors.ts';
import { type Installation, openInstallation } from '../../engines/embedded/installation.ts';
import type { Probe } from './probe.ts';

/** Where packages put the programs of each version. */
const usualPlaces = [
  { parent: '/usr/lib/postgresql', names: /^\d+$/ },
  { parent: '/opt/homebrew/opt', names: /^postgresql@\d+$/ },
  { parent: '/usr/local/opt', names: /^postgresql@\d+$/ },
];
const extras = ['psql', 'pg_basebackup', 'pg_rewind'];

/** The installation that is used, and others that could be. */
export function postgresProbes(env: NodeJS.ProcessEnv, pgBin: string | undefined): Probe[] {
  const open = (bin: string | undefined) => {
    return inWords(openInstallation({ pgBin: bin, stateDirectory: openStorage(env).stateDirectory }));
  };
  const others = findOthers().filter((bin) => bin !== pgBin);
  return [
    { name: 'PostgreSQL', look: () => `${open(pgBin)}${pgBin === undefined ? ', brought by npm' : ''}` },
    { name: 'other PostgreSQL', optional: true, look: () => listOthers(others, open) },
  ];
}

function inWords({ binDirectory, has, version }: Installation): string {
  const also = extras.filter((program) => has(program));
  return `${version.full}, ${binDirectory}${also.length > 0 ? ` (with ${also.join(', ')})` : ''}`;
}

function listOthers(bins: readonly string[], open: (bin: string) => string): string {
  if (bins.length === 0) {
    throw new LabError('NO_POSTGRES', 'none: some variants are only proven with psql and pg_rewind', {
      next: 'apt-get install postgresql, then --pg-bin; you can do without',
    });
  }
  return `${bins.map(open).join('; ')}: use it with --pg-bin`;
}

function findOthers(): string[] {
  return usualPlaces
    .filter(({ parent }) => existsSync(parent))
    .flatMap(({ names, parent }) =>
      readdirSync(parent)
        .filter((name) => names.test(name))
        .map((name) => join(parent, name, 'bin')),
    )
    .filter((bin) => existsSync(join(bin, 'postgres')))
    .sort();
}
