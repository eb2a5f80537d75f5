import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { LabError, messageOf } from '../../core/errors.ts';

/** Milliseconds for an answer of the daemon: removing a container takes longer than most, and to wait as long as it takes. */
const patience = { GET: 5000, DELETE: 15_000, POST: undefined };

export interface DaemonAnswer {
  status: number | undefined;
  body: string;
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

/**
 * Waits for the end of a container: its exit code. Rejects where the daemon goes meanwhile, of which dockerode never
 * tells: it leaves out answers that break off.
 */
export async function exitOf({ host }: { host: string }, { id }: { id: string }): Promise<number> {
  const { body, status } = await askDaemon(host, `/containers/${id}/wait`, 'POST');
  const { message, StatusCode } = JSON.parse(body) as { message?: string; StatusCode?: number };
  if (StatusCode === undefined) throw new Error(message ?? `the daemon answered with ${status}`);
  return StatusCode;
}

/**
 * One question over the daemon's own API: Docker's command line need not be installed, and no library is loaded. Rejects
 * when there is no answer in time.
 */
export async function askDaemon(
  host: string,
  path: string,
  method: keyof typeof patience = 'GET',
): Promise<DaemonAnswer> {
  const { hostname, pathname, port, protocol } = new URL(host);
  const where = protocol === 'unix:' ? { socketPath: pathname } : { host: hostname, port };
  const ms = patience[method];
  const signal = ms === undefined ? undefined : AbortSignal.timeout(ms);
  return await new Promise((resolve, reject) => {
    const sent = request({ ...where, path, method, ...(signal && { signal }) }, (response) => {
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

/** Where the daemon answers, and which version it is. Throws UNSUPPORTED, which says why there is none. */
export async function findDaemon(env: NodeJS.ProcessEnv): Promise<{ host: string; version: string }> {
  const host = daemonOf(env);
  if (host === undefined) {
    throw new LabError('UNSUPPORTED', 'no daemon was found (/var/run/docker.sock)', { next: 'start Docker' });
  }
  try {
    const { Version = 'of an unknown version' } = JSON.parse((await askDaemon(host, '/version')).body) as {
      Version?: string;
    };
    return { host, version: Version };
  } catch (cause) {
    const permission = (cause as NodeJS.ErrnoException).code === 'EACCES';
    throw new LabError('UNSUPPORTED', `the daemon at ${host} does not answer: ${messageOf(cause)}`, {
      next: permission ? 'usermod -aG docker YOU, and log in again' : 'start Docker',
      cause,
    });
  }
}
