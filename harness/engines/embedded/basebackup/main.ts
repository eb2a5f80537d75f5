import { constants } from 'node:os';
import { startProgram } from './program.ts';

/**
 * pg_basebackup for PostgreSQL installations that lack it: `node main.ts -h … -D …`. Needs nothing but this folder
 * and the packages `pg` and `tar-stream`. Exit codes: 0 done, 1 failed, 130 and 143 interrupted.
 */
// Like the original: what a data directory holds is nobody else's business.
process.umask(0o077);

const program = startProgram(process.argv.slice(2), {
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
});

// The original leaves a partial directory behind when it is interrupted; here it is removed.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    program.abandon();
    process.exit(128 + constants.signals[signal]);
  });
}

// A fault of our own leaves no partial backup either.
process.once('uncaughtException', (error) => {
  program.abandon();
  process.stderr.write(`pg_basebackup: error: ${error.stack}\n`);
  process.exit(1);
});

// Exits at once rather than waiting for connections to close: after a failure they may never do.
process.exit(await program.done);
