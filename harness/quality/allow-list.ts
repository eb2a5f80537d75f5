import type { Allowed } from './violation.ts';

/** Programs of their own, and the one place in a process where it must end. */
const program = 'a program of its own, which runs in a process of its own';

/** Every exception, with its reason. One that is not needed any more fails. */
export const allowList: readonly Allowed[] = [
  ...['argv', 'env', 'exit', 'stderr', 'stdout'].map((member) => {
    return {
      rule: `process.${member}`,
      file: 'harness/engines/embedded/basebackup/main.ts',
      reason: `pg_basebackup: ${program}`,
    };
  }),
  ...['exit', 'stdout'].map((member) => ({
    rule: `process.${member}`,
    file: 'harness/gateway/main.ts',
    reason: `the gateway where the nodes are: ${program}`,
  })),
  {
    rule: 'process.argv',
    file: 'harness/engines/docker/sweep-main.ts',
    reason: `the sweeper of containers: ${program}`,
  },
  { rule: 'process.exit', file: 'harness/sdk/host.ts', reason: `the host of student code: ${program}` },
  {
    rule: 'process.exit',
    file: 'harness/sdk/host-channel.ts',
    reason: 'a protocol that is broken cannot be reported any more',
  },
  { rule: 'process.argv', file: 'harness/broker/warden-main.ts', reason: `what sweeps after a dead run: ${program}` },
  {
    rule: 'process.env',
    file: 'harness/grading/grader-worker.ts',
    reason: 'vitest gives its worker this environment and no other: the mark must stand in it',
  },
  { rule: 'bare sleep', file: 'harness/core/wait-until.ts', reason: 'the one place that pauses, between two probes' },
  {
    rule: 'bare sleep',
    file: 'harness/engines/embedded/basebackup/program.ts',
    reason: 'a limit for the goodbye; the program is copied without core, which has deadline()',
  },
  {
    rule: 'machine path',
    file: 'harness/engines/embedded/basebackup/recovery-config.test.ts',
    reason: 'a made-up home directory, whose path must come through unchanged',
  },
];
