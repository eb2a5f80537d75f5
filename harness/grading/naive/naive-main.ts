/** The program of the naive clients of one check. It ends when the harness does not listen any more. */
import { pathToFileURL } from 'node:url';
import { messageOf } from '../../core/errors.ts';
import type { NaiveOutcome } from '../../sdk/naive.ts';
import type { NaiveAnswer, NaiveModule, NaiveRequest } from './naive-messages.ts';

const clients = new Map<string, unknown>();
let naive: NaiveModule | undefined;

process.on('message', (request: NaiveRequest) => {
  const { id } = request;
  perform(request).then(
    (outcome) => answer({ id, done: outcome ?? null }),
    (error: unknown) => answer({ id, error: messageOf(error) }),
  );
});
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

async function perform(request: NaiveRequest): Promise<NaiveOutcome | undefined> {
  if (request.do === 'load') naive = (await import(pathToFileURL(request.module).href)) as NaiveModule;
  if (request.do === 'connect') clients.set(request.client, await naive?.connect(request.servers));
  if (request.do !== 'update') return undefined;
  return await naive?.update(clients.get(request.client), request.product, request.quantity);
}

function answer(said: NaiveAnswer): void {
  process.send?.(said);
}
