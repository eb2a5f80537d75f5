import type { Broker } from '../../broker/broker.ts';
import { openBroker } from '../../broker/open-broker.ts';
import { openStorage } from '../../broker/storage.ts';
import type { Engine } from '../engine.ts';
import { askDaemon, findDaemon } from './daemon.ts';
import { type DockerEngineOptions, openDockerEngine } from './docker-engine.ts';
import { findImages, type Images } from './images.ts';
import { ofThisProcess } from './labels.ts';
import { programImage } from './program-image.ts';

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

/** An engine with a run of its own; with `packagesDirectory` it has cells. */
export async function openDockerForTest(
  found: DockerForTest,
  more: Pick<DockerEngineOptions, 'packagesDirectory' | 'publish'> = {},
): Promise<{ broker: Broker; engine: Engine } & AsyncDisposable> {
  if (found.because !== undefined) throw new Error(found.because);
  const broker = openBroker(openStorage(process.env));
  const engine = await openDockerEngine({ ...more, broker, host: found.host, images: found.images });
  return {
    broker,
    engine,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await broker[Symbol.asyncDispose]();
    },
  };
}

/** The containers of programs in a run, among them the one that waits for work. */
export async function cellsOf(found: DockerForTest, { runId }: Broker): Promise<string[]> {
  if (found.because !== undefined) throw new Error(found.because);
  const filters = encodeURIComponent(JSON.stringify({ label: [ofThisProcess(runId)] }));
  const { body } = await askDaemon(found.host, `/containers/json?all=1&filters=${filters}`);
  const containers = JSON.parse(body) as { Id: string; Image: string }[];
  return containers.filter(({ Image }) => Image.startsWith(programImage)).map(({ Id }) => Id);
}
