import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gradebook } from '../../batch/gradebook/gradebook.ts';
import type { Broker } from '../../broker/broker.ts';
import type { Ground } from '../../broker/left-over.ts';
import { collect } from '../../core/collect.ts';
import type { Where } from '../commands.ts';

/** Directories of their own for the commands that are measured, so that what they hold and leave can be counted. */
export interface BatchHome {
  ground: Ground;
  where: Where;
}

/** Makes them. They go with the run of the bench. */
export async function batchHome(broker: Broker, where: Where): Promise<BatchHome> {
  const [stateDirectory, workDirectory] = await Promise.all([
    broker.makeDirectory('commands/state', { mode: 0o711 }),
    broker.makeDirectory('commands/work', { mode: 0o711 }),
  ]);
  await broker.makeDirectory('commands', { mode: 0o711 });
  const mark = { name: 'LAB_BENCH', value: broker.runId };
  const own = { LAB_STATE_DIR: stateDirectory, LAB_WORK_DIR: workDirectory, [mark.name]: mark.value };
  return { ground: { stateDirectory, workDirectory, mark }, where: { ...where, env: { ...where.env, ...own } } };
}

/** One batch that has come to its end. */
export interface BatchRun {
  /** Of the whole command. */
  seconds: number;
  gradebook: Gradebook;
}

/** Grades a folder as an instructor does. Throws what the command said where it did not come to its end. */
export async function gradeFolder(
  { where }: BatchHome,
  folder: string,
  results: string,
  options: readonly string[],
): Promise<BatchRun> {
  const began = performance.now();
  const args = [
    join(where.cwd, 'harness', 'cli', 'lab.sh'),
    'batch',
    folder,
    '--out',
    results,
    '--no-color',
    ...options,
  ];
  const child = spawn('sh', args, { ...where, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [collect(child.stdout, 1e6), collect(child.stderr, 1e5)];
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const seconds = (performance.now() - began) / 1000;
  // 2: there is something that nobody can grade, as there is to be.
  if (code !== 0 && code !== 2) {
    throw new Error(`the batch ended with ${code}: ${said.map((each) => each.text().slice(-2000)).join('\n')}`);
  }
  return {
    seconds,
    gradebook: JSON.parse(readFileSync(join(results, 'gradebook.json'), 'utf8')) as Gradebook,
  };
}

/** The pid of the process that grades into a folder, once it has begun. */
export function coordinatorOf(results: string): number | undefined {
  try {
    return readLines(results).find(({ kind }) => kind === 'batch')?.owner?.pid;
  } catch {
    return undefined; // it has not begun
  }
}

interface Line {
  kind: string;
  owner?: { pid: number };
}

function readLines(results: string): Line[] {
  const text = readFileSync(join(results, 'journal.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}
