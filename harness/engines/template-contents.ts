import type { TemplateRecipe } from './engine.ts';
import { scramVerifier } from './scram.ts';

export const walSegmentBytes = 1024 ** 2;

/** Arguments of initdb, but for the directory. */
export function initdbArguments(recipe: TemplateRecipe): string[] {
  // Checksums are the default from 18 on; with -k the same holds on 15, and pg_rewind needs them.
  const layout = ['-k', '-N', `--wal-segsize=${walSegmentBytes / 1024 ** 2}`, '--locale=C', '--encoding=UTF8'];
  return ['-U', recipe.superuser, '--auth=reject', ...layout];
}

/** What single-user mode is given on its stdin. It exits with 0 whatever its statements come to. */
export function templateSql(recipe: TemplateRecipe, password: string): string {
  const sql = [
    `ALTER ROLE ${recipe.superuser} PASSWORD '${scramVerifier(password)}'`,
    ...(recipe.slim ? slimming : []),
    ...recipe.sql,
  ];
  return `${sql.join('\n')}\n`;
}

/** The first complaint in what single-user mode has said. */
export function complaintIn(said: string): string | undefined {
  return /\b(ERROR|FATAL|PANIC):.*/.exec(said)?.[0];
}

/** Files to write over those of initdb, by name. */
export function templateFiles(recipe: TemplateRecipe): Record<string, string> {
  // Also for a server that a command starts without our command line: what it maps must not outlive it in /dev/shm.
  const all = { dynamic_shared_memory_type: 'mmap', ...recipe.settings };
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value}'\n`);
  return { 'postgresql.conf': lines.join(''), ...recipe.files };
}

/** A database that is marked as a template cannot be dropped. */
const slimming = [
  'UPDATE pg_catalog.pg_database SET datistemplate = false',
  'DROP DATABASE template0',
  'DROP DATABASE template1',
];
