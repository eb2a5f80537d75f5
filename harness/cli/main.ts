import { join } from 'node:path';
import { LabError } from '../core/errors.ts';
import { inert } from '../reports/github-commands.ts';
import type { Invocation } from './command.ts';
import { runProgram } from './program.ts';
import { refusal } from './refusal.ts';

/** After an interrupt: milliseconds until the process ends whatever still runs. */
const patience = 3500;
const signalCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

const interrupted = new AbortController();
const atExit: (() => void)[] = [];
let interruptCode: number | undefined;

for (const [name, code] of Object.entries(signalCodes)) {
  process.on(name, () => {
    if (interruptCode !== undefined) end(interruptCode); // the second one does not wait
    interruptCode = code;
    interrupted.abort(new LabError('INTERRUPTED', `interrupted by ${name}`));
    setTimeout(() => end(code), patience).unref();
  });
}
// A closed terminal or pipe: nobody reads, the work is still cleaned up.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.emit('SIGHUP'));
process.on('exit', () => {
  for (const work of atExit.splice(0).reverse()) work();
});
// Nothing is left that could end what is waited for. A grade it is not, whatever code a library has set.
process.once('beforeExit', () => {
  end(interruptCode ?? report(new LabError('GRADER', 'the command waits for something that will never happen')));
});

const invocation: Omit<Invocation, 'words' | 'options'> = {
  stdin: () => process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.env.INIT_CWD ?? process.cwd(),
  root: join(import.meta.dirname, '..', '..'),
  signal: interrupted.signal,
  onExit: (work) => atExit.push(work),
};

try {
  const code = await runProgram(process.argv.slice(2), invocation);
  end(interruptCode ?? code);
} catch (error) {
  // An interrupt of the whole group ends a program that we wait for, before we hear of it ourselves.
  await new Promise((resolve) => setImmediate(resolve));
  end(interruptCode ?? report(error));
}

function report(error: unknown): number {
  const { exitCode, lines } = refusal(error);
  // A message may hold the name of a student's file, and a runner of CI reads what is printed.
  process.stderr.write(inert(`${lines.join('\n')}\n`));
  return exitCode;
}

/** Ends the process: libraries may hold timers and handles. What was written reaches a pipe first. */
function end(code: number): void {
  process.exitCode = code;
  for (const work of atExit.splice(0).reverse()) work();
  let open = 2;
  const done = () => {
    open -= 1;
    if (open === 0) process.exit(code);
  };
  process.stdout.write('', done);
  process.stderr.write('', done);
  setTimeout(() => process.exit(code), 500).unref();
}
