import type { Writable } from 'node:stream';
import type { Broker, Owner } from '../broker/broker.ts';
import { LabError } from '../core/errors.ts';
import { descendantsOf } from '../core/processes.ts';
import { waitUntil } from '../core/wait-until.ts';
import type { Network } from './network.ts';
import type { EnclosureTools } from './tools.ts';
import { apart, enclosedUser, sealed, systemView } from './view.ts';

/** Milliseconds in which a ward must stand; it takes about 20. */
const openTimeout = 20_000;

/** Processes and threads of one ward, files that one of its processes has open, bytes of one file and of data. */
const limits = { nproc: 1024, nofile: 4096, fsize: 1024 ** 3, data: 2 * 1024 ** 3, core: 0 };

/**
 * A place that many processes enter one after another: they see each other, the directories that were named, and
 * nothing else of the machine. Disposing ends every process in it.
 */
export interface Ward extends AsyncDisposable {
  /** The command line by which a command runs in the ward, in the given directory; its owner alone may enter. */
  wrap(command: string, args: readonly string[], cwd: string): { command: string; args: string[] };
}

export interface WardOptions {
  broker: Broker;
  tools: EnclosureTools;
  network: Network;
  /** Made by `writeEtc`. */
  etc: string;
  owner: Owner | undefined;
  /** Seen at their own paths. */
  readable: readonly string[];
  writable: readonly string[];
  label: string;
}

/** Makes a ward in a network. Throws START_FAILED. */
export async function openWard(options: WardOptions): Promise<Ward> {
  const { broker, label, network, owner, tools } = options;
  const [enter = '', ...rest] = network.enter;
  const owned = await broker.spawn({
    label,
    command: enter,
    // What it is made of goes through a descriptor: a command line could be read inside.
    args: [...rest, tools.bwrap, '--args', '3', '--', '/bin/sh', '-c', 'echo; read _'],
    cwd: '/',
    env: {},
    owner,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const { child } = owned;
  let said = '';
  let stands = false;
  child.stderr?.on('data', (chunk) => {
    said = (said + chunk).slice(0, 2000);
  });
  child.stdout?.once('data', () => {
    stands = true;
  });
  (child.stdio[3] as Writable).on('error', () => undefined).end(viewOf(options).join('\0'));
  try {
    await waitUntil(`${label} to stand`, () => stands || owned.exit, { timeout: openTimeout, interval: 1 });
    if (!stands) throw new LabError('START_FAILED', `${label} could not be made: ${said.trim()}`);
    // bubblewrap stays outside; the first process inside is its only child.
    const first = descendantsOf(owned.pid)[0];
    if (!first) throw new LabError('START_FAILED', `${label} ended at once`);
    const prefix = [...rest, ...entrance(tools, first)];
    return {
      wrap: (command, args, cwd) => ({ command: enter, args: [...prefix, cwd, command, ...args] }),
      [Symbol.asyncDispose]: () => owned.kill(),
    };
  } catch (error) {
    await owned.kill();
    throw error;
  }
}

function viewOf({ etc, owner, readable, writable }: WardOptions): string[] {
  return [
    ...apart(enclosedUser(owner)),
    ...systemView(etc),
    ...readable.flatMap((path) => ['--ro-bind', path, path]),
    ...writable.flatMap((path) => ['--bind', path, path]),
    ...sealed,
  ];
}

/**
 * In three steps, for bubblewrap makes a user namespace in another to forbid further ones: first the network's, which
 * has rights over all within; then everything but the user namespace; then that one, which gives all rights up.
 */
function entrance(tools: EnclosureTools, first: number): string[] {
  const limit = Object.entries(limits).map(([name, value]) => `--${name}=${value}`);
  return [
    ...[tools.nsenter, '-m', '-p', '-i', '-u', '-t', String(first), '--'],
    ...[tools.nsenter, '--preserve-credentials', '-U', '-t', '1', '--'],
    ...[tools.prlimit, ...limit, '--', tools.setpriv, '--no-new-privs', '--'],
    ...['/bin/sh', '-c', 'cd "$0" && exec "$@"'],
  ];
}
