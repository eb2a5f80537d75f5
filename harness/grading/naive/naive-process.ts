import { join } from 'node:path';
import type { Broker, OwnedProcess } from '../../broker/broker.ts';
import { deadline } from '../../core/clock.ts';
import { LabError } from '../../core/errors.ts';
import type { NaiveOutcome } from '../../sdk/naive.ts';
import type { NaiveAnswer, NaiveOrder } from './naive-messages.ts';

/** Milliseconds for the process to have loaded its module. */
const loadTimeout = 20_000;

/** The process in which the naive clients of one check run. Disposing ends it and all of them. */
export interface NaiveProcess extends AsyncDisposable {
  /** Takes as long as it takes. Throws GRADER when the process has ended or the module is at fault. */
  ask(order: NaiveOrder): Promise<NaiveOutcome | null>;
}

/** Starts it with the module at this path. The module is the course's own, so the process runs as we do. */
export async function startNaiveProcess(broker: Broker, module: string): Promise<NaiveProcess> {
  const owned = await broker.spawn({
    label: 'naive clients',
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'naive-main.ts')],
    cwd: import.meta.dirname,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', TZ: 'UTC', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const clients = connected(owned);
  try {
    using _late = deadline(loadTimeout, () => void owned.kill());
    await clients.ask({ do: 'load', module });
    return clients;
  } catch (error) {
    await owned.kill();
    throw error;
  }
}

function connected(owned: OwnedProcess): NaiveProcess {
  const waiting = new Map<number, PromiseWithResolvers<NaiveOutcome | null>>();
  let count = 0;
  const ended = () => new LabError('GRADER', 'the process of the naive clients has ended');
  owned.child.on('message', (message) => {
    const answer = message as NaiveAnswer;
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) asked?.reject(new LabError('GRADER', `the naive clients failed: ${answer.error}`));
    else asked?.resolve(answer.done);
  });
  void owned.exited.then(() => {
    for (const { reject } of waiting.values()) reject(ended());
    waiting.clear();
  });
  return {
    ask(order) {
      if (owned.exit) return Promise.reject(ended());
      count += 1;
      const asked = Promise.withResolvers<NaiveOutcome | null>();
      waiting.set(count, asked);
      owned.child.send({ id: count, ...order }, () => undefined); // its end is seen above
      return asked.promise;
    },
    [Symbol.asyncDispose]: () => owned.kill(),
  };
}
