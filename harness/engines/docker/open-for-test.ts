import type { Broker } from '../../broker/broker.ts';
import { openBroker } from '../../broker/open-broker.ts';
import { openStorage } from '../../broker/storage.ts';
import type { Engine } from '../engine.ts';
import { findDaemon } from './daemon.ts';
import { openDockerEngine } from './docker-engine.ts';
import { findImages, type Images } from './images.ts';

/** What tests on containers need, or why they cannot run here. */
export type DockerForTest = { host: string; images: Images; because?: undefined } | { because: string };

export async function dockerForTest(): Promise<DockerForTest> {
  try {
    const { host } = await findDaemon(process.env);
    return { host, images: await findImages(host, process.env) };
  } catch (error) {
    return { because: error instanceof Error ? error.message : String(error) };
  }
}

/** An engine with a run of its own. */
export async function openDockerForTest(
  found: DockerForTest,
): Promise<{ broker: Broker; engine: Engine } & AsyncDisposable> {
  if (found.because !== undefined) throw new Error(found.because);
  const broker = openBroker(openStorage(process.env));
  const engine = await openDockerEngine({ broker, host: found.host, images: found.images });
  return {
    broker,
    engine,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await broker[Symbol.asyncDispose]();
    },
  };
}
