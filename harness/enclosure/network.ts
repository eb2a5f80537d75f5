import type { ChildProcess } from 'node:child_process';
import type { Server, Socket } from 'node:net';
import type { Broker, OwnedProcess, Owner } from '../broker/broker.ts';
import { deadline } from '../core/clock.ts';
import { LabError } from '../core/errors.ts';
import { type PorterAnswer, type PorterRequest, porter } from './porter.ts';
import type { EnclosureTools } from './tools.ts';

/** Milliseconds in which a porter must stand in its network; it takes about 40. */
const openTimeout = 20_000;

export interface Endpoint {
  host: string;
  port: number;
}

/** A network that has nothing but a loopback device of its own. Disposing ends it. */
export interface Network extends AsyncDisposable {
  /** Stands before a command that is to run in this network; its owner alone may enter. */
  readonly enter: readonly string[];
  /** Lets the server accept what is connected to the address in this network. Throws START_FAILED. */
  listen(address: Endpoint, server: Server): Promise<void>;
  /** Connects in this network, from `source` where given. Rejects as the system does, and with INTERRUPTED at its end. */
  dial(target: Endpoint, source?: string): Promise<Socket>;
}

export interface NetworkOptions {
  broker: Broker;
  tools: EnclosureTools;
  nodePath: string;
  /** Whose processes will enter, when the caller is root. */
  owner: Owner | undefined;
  label: string;
}

/** Makes a network, about 40 ms: a process of ours stands in it and hands out its sockets. Throws START_FAILED. */
export async function openNetwork(options: NetworkOptions): Promise<Network> {
  const { broker, label, nodePath, owner, tools } = options;
  const owned = await broker.spawn({
    label,
    command: tools.bwrap,
    args: [
      // User 0 within: it keeps the rights over its namespaces that entering the enclosures inside takes.
      ...['--unshare-user', '--unshare-net', '--uid', '0', '--gid', '0', '--dev-bind', '/', '/', '--die-with-parent'],
      ...['--', nodePath, '-e', `(${porter})()`],
    ],
    cwd: '/',
    env: {},
    owner,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const asking = new Asking(owned, label);
  try {
    const inside = await asking.ready;
    const enter = [tools.nsenter, '--preserve-credentials', '-U', '-n', '-t', String(inside), '--'];
    return {
      enter,
      async listen(address, server) {
        const handle = await asking.ask({ listen: address });
        await new Promise<void>((resolve, reject) => {
          server.once('error', reject);
          server.listen(handle as Server, resolve);
        });
      },
      async dial({ host, port }, source) {
        return (await asking.ask({ dial: { host, port, localAddress: source } })) as Socket;
      },
      [Symbol.asyncDispose]: () => owned.kill(),
    };
  } catch (error) {
    await owned.kill();
    throw error;
  }
}

type Question = PorterRequest extends infer Each ? (Each extends unknown ? Omit<Each, 'id'> : never) : never;

/** Questions to a porter and their answers. */
class Asking {
  /** The porter's pid as this process sees it. */
  readonly ready: Promise<number>;
  readonly #child: ChildProcess;
  readonly #open = new Map<number, PromiseWithResolvers<Server | Socket>>();
  readonly #label: string;
  #count = 0;
  #ended = false;

  constructor({ child, exited }: OwnedProcess, label: string) {
    this.#child = child;
    this.#label = label;
    const ready = Promise.withResolvers<number>();
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said = (said + chunk).slice(0, 2000);
    });
    const clock = deadline(openTimeout, () => ready.reject(this.#trouble('does not answer')));
    this.ready = ready.promise.finally(() => clock[Symbol.dispose]());
    child.on('message', (answer: PorterAnswer, handle: unknown) => {
      if ('ready' in answer) return ready.resolve(answer.ready);
      const waiting = this.#open.get(answer.id);
      this.#open.delete(answer.id);
      if (answer.error === undefined) waiting?.resolve(handle as Server | Socket);
      else waiting?.reject(new Error(answer.error));
    });
    void exited.then(() => {
      this.#ended = true;
      ready.reject(this.#trouble(`could not be made: ${said.trim() || 'it ended at once'}`));
      for (const { reject } of this.#open.values()) reject(new LabError('INTERRUPTED', `${label} has ended`));
    });
  }

  ask(question: Question): Promise<Server | Socket> {
    if (this.#ended) return Promise.reject(new LabError('INTERRUPTED', `${this.#label} has ended`));
    this.#count += 1;
    const answered = Promise.withResolvers<Server | Socket>();
    this.#open.set(this.#count, answered);
    this.#child.send({ id: this.#count, ...question });
    return answered.promise;
  }

  #trouble(what: string): LabError {
    return new LabError('START_FAILED', `${this.#label} ${what}`, { next: 'npm run doctor' });
  }
}
