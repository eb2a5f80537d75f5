import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { LabError, messageOf } from '../../core/errors.ts';
import type { Probe } from './probe.ts';

/** Milliseconds for an answer of the daemon, and for a sandbox to start and end. */
const patience = 5000;
const withoutIt = 'you can do without: servers then run as processes';

/** What isolates servers and student code where it is there: the course grades without. */
export function containerProbes(env: NodeJS.ProcessEnv): Probe[] {
  return [
    { name: 'docker', optional: true, look: () => docker(env) },
    { name: 'bubblewrap', optional: true, look: () => bubblewrap(env) },
  ];
}

/** Asks the daemon itself: its command line need not be installed. */
async function docker(env: NodeJS.ProcessEnv): Promise<string> {
  const host = daemonOf(env);
  if (host === undefined) {
    throw new LabError('UNSUPPORTED', 'no daemon was found (/var/run/docker.sock)', {
      next: `start Docker; ${withoutIt}`,
    });
  }
  let version: unknown;
  try {
    version = JSON.parse((await ask(host, '/version')).body);
  } catch (cause) {
    const permission = (cause as NodeJS.ErrnoException).code === 'EACCES';
    throw new LabError('UNSUPPORTED', `the daemon at ${host} does not answer: ${messageOf(cause)}`, {
      next: permission ? 'usermod -aG docker YOU, and log in again' : `start Docker; ${withoutIt}`,
      cause,
    });
  }
  const images = [env.LAB_IMAGE || 'postgres:18', env.LAB_STUDENT_IMAGE || 'node:26-slim'];
  const missing: string[] = [];
  for (const image of images) {
    const { status } = await ask(host, `/images/${encodeURIComponent(image)}/json`);
    if (status !== 200) missing.push(image);
  }
  const said = `the daemon answers (${(version as { Version?: string }).Version ?? 'of an unknown version'})`;
  if (missing.length === 0) return `${said}; it has ${images.join(' and ')}`;
  throw new LabError('UNSUPPORTED', `${said}; it lacks ${missing.join(' and ')}`, {
    next: missing.map((image) => `docker pull ${image}`).join(' && '),
  });
}

/** `DOCKER_HOST`, or the first of the usual sockets that there is. */
function daemonOf(env: NodeJS.ProcessEnv): string | undefined {
  if (env.DOCKER_HOST) return env.DOCKER_HOST;
  const homes = [
    env.HOME && join(env.HOME, '.docker/run/docker.sock'),
    env.XDG_RUNTIME_DIR && join(env.XDG_RUNTIME_DIR, 'docker.sock'),
  ];
  const socket = ['/var/run/docker.sock', ...homes].find((path) => path && existsSync(path));
  return socket && `unix://${socket}`;
}

async function ask(host: string, path: string): Promise<{ status: number | undefined; body: string }> {
  const { hostname, pathname, port, protocol } = new URL(host);
  const where = protocol === 'unix:' ? { socketPath: pathname } : { host: hostname, port };
  return await new Promise((resolve, reject) => {
    const sent = request({ ...where, path, signal: AbortSignal.timeout(patience) }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
      });
      response.on('error', reject).on('end', () => resolve({ status: response.statusCode, body }));
    });
    sent.on('error', reject).end();
  });
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
