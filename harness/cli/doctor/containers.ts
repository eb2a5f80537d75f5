import { execFile } from 'node:child_process';
import { LabError, messageOf } from '../../core/errors.ts';
import { findDaemon } from '../../engines/docker/daemon.ts';
import { findImages } from '../../engines/docker/images.ts';
import type { Probe } from './probe.ts';

/** Milliseconds for a sandbox to start and end. */
const patience = 5000;
const withoutIt = 'you can do without: servers then run as processes';

/** What isolates servers and student code where it is there: the course grades without. */
export function containerProbes(env: NodeJS.ProcessEnv): Probe[] {
  return [
    { name: 'docker', optional: true, look: () => docker(env) },
    { name: 'bubblewrap', optional: true, look: () => bubblewrap(env) },
  ];
}

/** Asks the daemon itself, as the engine does. */
async function docker(env: NodeJS.ProcessEnv): Promise<string> {
  const { host, version } = await findDaemon(env).catch((error: LabError) => {
    throw new LabError('UNSUPPORTED', error.message, { next: `${error.next}; ${withoutIt}`, cause: error.cause });
  });
  const said = `Docker ${version} answers`;
  const { postgres, node } = await findImages(host, env).catch((error: LabError) => {
    throw new LabError('UNSUPPORTED', `${said}; ${error.message}`, { next: error.next });
  });
  return `${said}; it has ${postgres.name} and ${node}`;
}

/** Present is not enough: many systems forbid what it does to those who are not root. */
async function bubblewrap({ PATH }: NodeJS.ProcessEnv): Promise<string> {
  const version = await say('bwrap', ['--version'], PATH).catch(() => {
    throw new LabError(
      'UNSUPPORTED',
      'not installed: your own work is graded without; that of others is not isolated',
      {
        next: 'apt-get install bubblewrap (Debian, Ubuntu) or dnf install bubblewrap (Fedora)',
      },
    );
  });
  const box = [
    '--ro-bind',
    '/',
    '/',
    '--dev',
    '/dev',
    '--proc',
    '/proc',
    '--unshare-pid',
    '--unshare-net',
    '--die-with-parent',
  ];
  try {
    await say('bwrap', [...box, '--', '/bin/sh', '-c', 'true'], PATH);
  } catch (cause) {
    const [line = ''] = messageOf(cause)
      .split('\n')
      .filter((text) => text.startsWith('bwrap:'));
    throw new LabError(
      'UNSUPPORTED',
      `${version} is installed and cannot make a sandbox: ${line || 'no reason is given'}`,
      {
        next: 'sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0 (as root)',
      },
    );
  }
  return `${version}, makes sandboxes`;
}

/** Its output, trimmed; rejects with what it said when it fails. */
function say(program: string, args: string[], path: string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: patience, env: { PATH: path } }, (error, stdout) =>
      error ? reject(error) : resolve(stdout.trim()),
    );
  });
}
