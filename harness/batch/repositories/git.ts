import type { Broker } from '../../broker/broker.ts';
import { collect } from '../../core/collect.ts';
import { endOf } from '../../core/last-words.ts';
import { harmlessLine } from '../../reports/text.ts';

/** How git is run: within limits, without hooks, without asking anybody. */
export interface GitOptions {
  broker: Broker;
  /** Of the caller, whose credentials are used to reach repositories. */
  env: Readonly<Record<string, string | undefined>>;
  /** `https:ssh`: nothing else is spoken, whatever an address, a redirection or a configuration says. */
  protocols: string;
  signal: AbortSignal;
  /** Milliseconds that a command may take. */
  deadline: number;
  /** Bytes of the largest file that it may write. */
  fileSize: number;
}

/** What went wrong with one repository, in a line. */
export class GitFault extends Error {}

/** Settings that no configuration of a user or a server may change. */
const settings = [
  ...['core.hooksPath=/dev/null', 'core.attributesFile=/dev/null', 'core.askPass=', 'core.fsmonitor=false'],
  ...['gc.auto=0', 'maintenance.auto=false', 'submodule.recurse=false', 'protocol.ext.allow=never'],
  // One pack, whose size is limited as that of any file; what is large is not held in memory.
  ...['fetch.unpackLimit=1', 'core.bigFileThreshold=16m', 'pack.threads=1'],
].flatMap((setting) => ['-c', setting]);

/** KiB of address space: git must not take the machine's memory for what a repository unpacks to. */
const addressSpace = 4 * 1024 ** 2;

/** Runs git and returns what it says. Throws GitFault with what it calls the fault, or with the limit that it met. */
export async function git(args: readonly string[], cwd: string, options: GitOptions): Promise<string> {
  const { broker, deadline, fileSize, signal } = options;
  const limits = `ulimit -v ${addressSpace} 2>/dev/null; ulimit -f ${Math.floor(fileSize / 512)} && exec git "$@"`;
  await using running = await broker.spawn({
    label: `git ${args.find((word) => !word.startsWith('-'))}`,
    command: 'sh',
    args: ['-c', limits, 'git', ...settings, ...args],
    cwd,
    env: environmentFor(options),
  });
  const [stdout, stderr] = [collect(running.child.stdout), collect(running.child.stderr)];
  const { promise: over, resolve: stop } = Promise.withResolvers<'over'>();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(deadline)]);
  limit.addEventListener('abort', () => stop('over'), { once: true });
  if (limit.aborted) stop('over');
  const ended = await Promise.race([running.exited, over]);
  if (ended === 'over') {
    await running.kill();
    throw new GitFault(signal.aborted ? 'it was interrupted' : `it took more than ${Math.round(deadline / 1000)} s`);
  }
  await endOf([running.child.stdout, running.child.stderr]);
  if (ended.code === 0) return stdout.text().trim();
  throw new GitFault(faultIn(stderr.text()) ?? `git ended with ${ended.signal ?? `exit code ${ended.code}`}`);
}

/** Nobody is there to be asked; what the caller's shell says of repositories is about others. */
function environmentFor({ env, protocols }: GitOptions): Record<string, string> {
  const own = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(GIT_(?!SSL_|CONFIG_GLOBAL$|CONFIG_NOSYSTEM$)|LAB_)/.test(entry[0]),
  );
  return {
    ...Object.fromEntries(own),
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: protocols,
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_TERMINAL_PROMPT: '0',
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o ConnectTimeout=20',
    GIT_LFS_SKIP_SMUDGE: '1',
  };
}

function faultIn(stderr: string): string | undefined {
  const first = stderr.split('\n').find((line) => /^(fatal|error): /.test(line));
  return first === undefined ? undefined : harmlessLine(first.replace(/^\w+: /, '').slice(0, 300));
}
