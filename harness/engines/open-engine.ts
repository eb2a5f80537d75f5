import type { Broker } from '../broker/broker.ts';
import type { DockerEngineOptions } from './docker/docker-engine.ts';
import type { EmbeddedEngineOptions } from './embedded/embedded-engine.ts';
import type { Engine } from './engine.ts';

/** What is needed to make an engine in another process: plain data, without the broker, which each process has. */
export type EngineOptions =
  | ({ engine: 'embedded' } & Omit<EmbeddedEngineOptions, 'broker'>)
  | ({ engine: 'docker' } & Omit<DockerEngineOptions, 'broker'>);

/** Makes the engine that the options name, and loads no other. Loaded by path in the process that runs the checks. */
export async function openEngine(broker: Broker, options: EngineOptions): Promise<Engine> {
  if (options.engine === 'docker') {
    const { openDockerEngine } = await import('./docker/docker-engine.ts');
    return await openDockerEngine({ broker, ...options });
  }
  const { openEmbeddedEngine } = await import('./embedded/embedded-engine.ts');
  return await openEmbeddedEngine({ broker, ...options });
}

/** This module's own path, to be handed to that process. */
export const engineModule: string = import.meta.filename;
