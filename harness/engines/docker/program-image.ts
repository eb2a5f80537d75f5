import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../core/errors.ts';
import { filesIn } from '../../enclosure/folder-files.ts';
import { tarOf } from './archive.ts';
import type { Client } from './client.ts';
import { createContainer, removeContainer } from './container.ts';
import { onDaemon } from './failure.ts';
import { inspectImage } from './images.ts';
import { templateLabel } from './labels.ts';

/** Where programs find the packages that they may import. */
export const packagesInside = '/lab/packages';

/** Its name without the tag. */
export const programImage = 'replication-lab-programs';

interface ProgramImageOptions {
  client: Client;
  host: string;
  labels: Record<string, string>;
  /** The image that has Node.js. */
  node: string;
  /** As `copyPackages` made it. */
  packagesDirectory: string;
}

/** Raised when the way the image is made changes, so that older ones are not used. */
const revision = 1;
/** Bytes, for a container that is never started. */
const memory = 64 * 1024 ** 2;

/** Finds or makes the image with Node and the packages of student code, about a second. Returns its name. Throws NO_DOCKER. */
export async function openProgramImage(options: ProgramImageOptions): Promise<string> {
  const { client, host, labels, node, packagesDirectory } = options;
  const found = await onDaemon('cannot look for an image', () => inspectImage(host, node));
  if (!found) throw new LabError('NO_DOCKER', `the image ${node} has gone`);
  const contents = readFileSync(join(packagesDirectory, '.contents.json'), 'utf8');
  const key = createHash('sha256')
    .update(JSON.stringify([revision, found.Id, contents]))
    .digest('hex')
    .slice(0, 16);
  const [repo, tag] = [programImage, key];
  const image = `${repo}:${tag}`;
  if (await onDaemon('cannot look for an image', () => inspectImage(host, image))) return image;
  const what = 'the container of an image';
  const container = await createContainer(client, {
    ...{ what, image: node, labels, memory },
    ...{ command: ['true'], user: 'root', capabilities: [] },
    more: { HostConfig: { NetworkMode: 'none' } },
  });
  try {
    await onDaemon('cannot make the image of programs', async () => {
      const files = filesIn(packagesDirectory).map((file) => ({
        ...file,
        path: join(packagesInside.slice(1), file.path),
      }));
      await container.putArchive(await tarOf(files), { path: '/' });
      await container.commit({ repo, tag, changes: [`LABEL ${templateLabel}=yes`] });
    });
  } finally {
    await removeContainer(container);
  }
  return image;
}
