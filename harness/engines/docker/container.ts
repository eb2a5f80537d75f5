import { LabError } from '../../core/errors.ts';
import type { Client, Dockerode } from './client.ts';
import { onDaemon } from './failure.ts';

export type Container = ReturnType<Dockerode['getContainer']>;
type CreateOptions = Parameters<Dockerode['createContainer']>[0];

export interface ContainerSpec {
  /** For messages: `the container of leader`. */
  what: string;
  image: string;
  command: string[];
  labels: Record<string, string>;
  user: string;
  /** Capabilities beyond none. */
  capabilities: readonly string[];
  /** Bytes. */
  memory: number;
  /** Default 256; a leader with forty clients has about sixty. */
  processes?: number;
  /** Of each process, by the names of Docker's ulimits. */
  limits?: Record<string, number>;
  more?: CreateOptions;
}

/** The devices of the machine, and what Docker masks of its own accord: a list of ours replaces its own. */
const masked = [
  '/sys',
  ...['asound', 'acpi', 'interrupts', 'kcore', 'keys', 'latency_stats'].map((name) => `/proc/${name}`),
  ...['sched_debug', 'scsi', 'timer_list', 'timer_stats'].map((name) => `/proc/${name}`),
];

/**
 * Makes a container, without starting it, that holds little power: no capabilities but those named, no new ones, limits
 * on memory and processes, and no log of its own, which could fill the disk. Throws NO_DOCKER.
 */
export async function createContainer({ dockerode }: Client, spec: ContainerSpec): Promise<Container> {
  const { capabilities, command, image, labels, limits = {}, memory, more = {}, processes = 256, user, what } = spec;
  return await onDaemon(`cannot make ${what}`, () =>
    dockerode.createContainer({
      Image: image,
      Entrypoint: command,
      Cmd: [],
      Labels: labels,
      User: user,
      ...more,
      HostConfig: {
        Init: true, // reaps the orphans of servers that were killed
        LogConfig: { Type: 'none', Config: {} },
        CapDrop: ['ALL'],
        CapAdd: [...capabilities],
        SecurityOpt: ['no-new-privileges'],
        Memory: memory,
        MemorySwap: memory,
        PidsLimit: processes,
        MaskedPaths: masked,
        Ulimits: Object.entries(limits).map(([Name, limit]) => ({ Name, Soft: limit, Hard: limit })),
        ...more.HostConfig,
      },
    }),
  );
}

/** Ends it with everything in it. Never throws: what is left is swept. */
export async function removeContainer(container: Container): Promise<void> {
  await container.remove({ force: true, v: true }).catch(() => undefined);
}

/** Throws NO_DOCKER when the container has been stopped, paused or removed by somebody else. */
export async function requireRunning(container: Container, what: string): Promise<void> {
  const { State } = await onDaemon(what, () => container.inspect());
  if (State.Running && !State.Paused) return;
  const how = State.OOMKilled ? 'was ended for lack of memory' : `is ${State.Status}`;
  throw new LabError('NO_DOCKER', `${what} ${how}, and not by this course`, { next: 'run it again' });
}
