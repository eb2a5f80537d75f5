import { readFileSync, statSync } from 'node:fs';
import type { FetchedSubmissions } from '../../batch/repositories/fetch-all.ts';
import { listHandedIn } from '../../batch/submissions/handed-in.ts';
import type { Broker } from '../../broker/broker.ts';
import { LabError, messageOf } from '../../core/errors.ts';
import type { Invocation } from '../command.ts';
import type { BatchProgress } from './batch-progress.ts';

/** Bytes of a list. */
const longest = 1024 ** 2;

/** What a folder holds, or what the repositories of a list hold, which are fetched. Throws BAD_SUBMISSION, NO_STORAGE. */
export async function openSubmissions(
  { env, options, signal }: Invocation,
  { results, submissions }: { submissions: string; results: string },
  broker: Broker,
  progress: BatchProgress,
): Promise<FetchedSubmissions> {
  if (statSync(submissions).isDirectory()) return { ...listHandedIn(submissions), [Symbol.dispose]: () => undefined };
  const { fetchAll } = await import('../../batch/repositories/fetch-all.ts');
  const request = { broker, env, signal, local: options.local === true };
  return await fetchAll(readList(submissions), results, request, (at, of) => progress.fetching(at, of));
}

function readList(file: string): string {
  const next = 'npm run batch -- --help';
  try {
    if (statSync(file).size <= longest) return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LabError('BAD_SUBMISSION', `the list cannot be read: ${messageOf(cause)}`, { where: file, next, cause });
  }
  throw new LabError('BAD_SUBMISSION', `the list has more than ${longest} bytes`, { where: file, next });
}
