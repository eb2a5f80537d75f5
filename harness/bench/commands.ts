import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Broker } from '../broker/broker.ts';
import { timed } from './stopwatch.ts';

/** Where commands are run, and with which environment: as typed, without what our launcher sets for itself. */
export interface Where {
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** Milliseconds of `grade --help`, as `npm run` starts it, and of the smallest TypeScript program. */
export async function helpRound(where: Where): Promise<number> {
  return await timed(() => endOf('sh', [join(where.cwd, 'harness', 'cli', 'lab.sh'), 'grade', '--help'], where));
}

export async function smallestRound(program: string, where: Where): Promise<number> {
  return await timed(() => endOf(process.execPath, ['--disable-warning=ExperimentalWarning', program], where));
}

/** A TypeScript file that prints one word. */
export async function smallestProgram(broker: Broker): Promise<string> {
  const path = join(await broker.makeDirectory('smallest', { mode: 0o755 }), 'smallest.ts');
  writeFileSync(path, "const word: string = 'hello';\nconsole.log(word);\n");
  return path;
}

/** Runs a command to its end. Throws when it fails: with an exit code that is none of these. */
export async function endOf(command: string, args: string[], { cwd, env }: Where, good = [0]): Promise<void> {
  const child = spawn(command, args, { cwd, env, stdio: 'ignore' });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code !== null && good.includes(code) ? resolve() : reject(new Error(`${command} ended with ${code}`)),
    );
  });
}
