import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Broker } from '../broker/broker.ts';
import { timed } from './stopwatch.ts';

/** Milliseconds of `grade --help`, as `npm run` starts it, and of the smallest TypeScript program. */
export async function helpRound(root: string): Promise<number> {
  return await timed(() => ended('sh', [join(root, 'harness', 'cli', 'lab.sh'), 'grade', '--help'], root));
}

export async function smallestRound(program: string, root: string): Promise<number> {
  return await timed(() => ended(process.execPath, ['--disable-warning=ExperimentalWarning', program], root));
}

/** A TypeScript file that prints one word. */
export async function smallestProgram(broker: Broker): Promise<string> {
  const path = join(await broker.makeDirectory('smallest', { mode: 0o755 }), 'smallest.ts');
  writeFileSync(path, "const word: string = 'hello';\nconsole.log(word);\n");
  return path;
}

async function ended(command: string, args: string[], cwd: string): Promise<void> {
  // As typed: the cache of compiled modules is a part of our launcher, which sets it for itself.
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  const child = spawn(command, args, { cwd, env, stdio: 'ignore' });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))));
  });
}
