import { LabError } from '../../core/errors.ts';
import type { PostgresVersion } from '../engine.ts';
import { askDaemon } from './daemon.ts';

/** Names under which `npm run image` keeps what it builds. */
export const builtImages = { postgres: 'replication-lab-postgres', node: 'replication-lab-node' } as const;

/** The images that the engine uses, both on the daemon. */
export interface Images {
  postgres: PostgresImage;
  /** Runs gateways. */
  node: string;
}

export interface PostgresImage {
  name: string;
  /** Changes when the image does. */
  id: string;
  version: PostgresVersion;
  /** The PATH that it sets, PostgreSQL's programs among it. */
  path: string;
}

/** What is said of an image before anything is started. */
interface Inspected {
  Id: string;
  Config: { Env?: string[]; Labels?: Record<string, string> | null };
}

/**
 * `LAB_IMAGE` and `LAB_STUDENT_IMAGE`, by default the official ones or, where these are not there, those that
 * `npm run image` has built. Throws UNSUPPORTED, which names each that is missing and how to get it.
 */
export async function findImages(host: string, env: NodeJS.ProcessEnv): Promise<Images> {
  const wanted = [
    candidates(env.LAB_IMAGE, 'postgres:18', `${builtImages.postgres}:18`),
    candidates(env.LAB_STUDENT_IMAGE, 'node:26-slim', `${builtImages.node}:26`),
  ];
  const [postgres, node] = await Promise.all(wanted.map((names) => firstOf(host, names)));
  if (postgres && node) return { postgres: describePostgres(postgres.name, postgres.found), node: node.name };
  const missing = [postgres, node].flatMap((found, at) => (found ? [] : [wanted[at]?.[0] ?? '']));
  const pull = missing.map((name) => `docker pull ${name}`).join(' && ');
  throw new LabError('UNSUPPORTED', `the daemon lacks ${missing.join(' and ')}`, {
    next: env.LAB_IMAGE || env.LAB_STUDENT_IMAGE ? pull : `${pull} (or, where no registry answers: npm run image)`,
  });
}

function candidates(named: string | undefined, official: string, built: string): string[] {
  return named ? [named] : [official, built];
}

async function firstOf(host: string, names: string[]): Promise<{ name: string; found: Inspected } | undefined> {
  for (const name of names) {
    const found = await inspectImage(host, name);
    if (found) return { name, found };
  }
  return undefined;
}

/** Undefined when the daemon has no image of that name. */
export async function inspectImage(host: string, name: string): Promise<Inspected | undefined> {
  const { body, status } = await askDaemon(host, `/images/${encodeURIComponent(name)}/json`);
  return status === 200 ? (JSON.parse(body) as Inspected) : undefined;
}

function describePostgres(name: string, { Id, Config }: Inspected): PostgresImage {
  const value = (variable: string) =>
    Config.Env?.find((line) => line.startsWith(`${variable}=`))?.slice(variable.length + 1);
  const full = /^\d+(\.\d+)?/.exec(value('PG_VERSION') ?? '')?.[0];
  if (full === undefined) {
    throw new LabError('UNSUPPORTED', `${name} does not say which PostgreSQL it has: PG_VERSION is not set`, {
      next: 'set LAB_IMAGE to an official postgres image, or to one that npm run image has built',
    });
  }
  const path = value('PATH') ?? '/usr/local/bin:/usr/bin:/bin';
  return { name, id: Id, version: { major: Number.parseInt(full, 10), full }, path };
}
