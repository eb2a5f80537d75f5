import type { ContainerRuntimeClient } from 'testcontainers';
import { LabError, messageOf } from '../../core/errors.ts';

/** The daemon as testcontainers finds and speaks to it. */
export type Dockerode = ContainerRuntimeClient['container']['dockerode'];

export interface Client {
  host: string;
  dockerode: Dockerode;
  runtime: ContainerRuntimeClient;
}

/** Loads testcontainers, about 0.3 s, and connects. Throws NO_DOCKER. */
export async function openClient(host: string): Promise<Client> {
  // Its own reaper needs an image of its own; what we start is journalled, labelled and swept by us.
  const { getContainerRuntimeClient } = await import('testcontainers');
  try {
    const runtime = await getContainerRuntimeClient();
    return { host, runtime, dockerode: runtime.container.dockerode };
  } catch (cause) {
    throw new LabError('NO_DOCKER', `no container runtime at ${host}: ${messageOf(cause)}`, { cause });
  }
}
