import { createHash } from 'node:crypto';
import { LabError } from '../../core/errors.ts';
import type { CellFile } from '../../enclosure/cells.ts';
import { tarOf } from './archive.ts';
import type { Client } from './client.ts';
import { createContainer, removeContainer } from './container.ts';
import { exitOf } from './daemon.ts';
import { onDaemon } from './failure.ts';
import { inspectImage } from './images.ts';
import { templateLabel } from './labels.ts';
import { shellWord } from './shell-word.ts';

/** Who runs programs in images of ours: nobody, in any image. Node keeps compiled modules for each user by itself. */
export const nobody = { uid: 65534, gid: 65534 } as const;

export interface BakedImageOptions {
  client: Client;
  host: string;
  labels: Record<string, string>;
  /** The image that has Node.js. */
  node: string;
}

export interface BakedImageSpec {
  /** Its name without the tag. */
  repo: string;
  /** By their paths from the root; the image is made again when one has changed. */
  files: readonly CellFile[];
  /** Where Node finds compiled modules: of root, so that nobody who runs in the image can put others there. */
  compileCache: string;
  /** What is run once, as nobody, by a shell, so that the modules of the image's own are compiled. */
  rehearsal: string;
}

/** Raised when the way an image is made changes, so that older ones are not used. */
const revision = 2;
/** Bytes, for the rehearsal. */
const memory = 512 * 1024 ** 2;

/** Finds or makes an image with Node, some files, and their modules compiled; a second or two. Throws NO_DOCKER. */
export async function openBakedImage(spec: BakedImageSpec, options: BakedImageOptions): Promise<string> {
  const { host, node } = options;
  const found = await onDaemon('cannot look for an image', () => inspectImage(host, node));
  if (!found) throw new LabError('NO_DOCKER', `the image ${node} has gone`);
  const { repo } = spec;
  const hash = createHash('sha256').update(JSON.stringify([revision, found.Id, spec.compileCache, spec.rehearsal]));
  for (const { path, text, link = '' } of spec.files) hash.update(JSON.stringify([path, link])).update(text);
  const tag = hash.digest('hex').slice(0, 16);
  const image = `${repo}:${tag}`;
  const there = await onDaemon('cannot look for an image', () => inspectImage(host, image));
  if (!there) await bake({ repo, tag }, spec, options);
  return image;
}

async function bake(name: { repo: string; tag: string }, spec: BakedImageSpec, options: BakedImageOptions) {
  const { client, labels, node } = options;
  const container = await createContainer(client, {
    what: 'the container of an image',
    ...{ image: node, labels, memory },
    command: ['sh', '-c', rehearse(spec)],
    user: 'root',
    capabilities: ['CHOWN', 'FOWNER', 'SETUID', 'SETGID'],
    more: { HostConfig: { NetworkMode: 'none' } },
  });
  try {
    await onDaemon(`cannot make the image ${name.repo}`, async () => {
      await container.putArchive(await tarOf(spec.files), { path: '/' });
      await container.start();
      const code = await exitOf(client, container);
      if (code !== 0) throw new Error(`what is to run in it does not (exit code ${code})`);
      await container.commit({ ...name, changes: [`LABEL ${templateLabel}=yes`] });
    });
  } finally {
    await removeContainer(container);
  }
}

function rehearse({ compileCache, rehearsal }: BakedImageSpec): string {
  const cache = shellWord(compileCache);
  return `set -e
umask 022
mkdir -p ${cache}
chown ${nobody.uid}:${nobody.gid} ${cache}
NODE_COMPILE_CACHE=${cache} HOME=/tmp setpriv --reuid=${nobody.uid} --regid=${nobody.gid} --clear-groups -- sh -c ${shellWord(rehearsal)}
chown -R 0:0 ${cache}
chmod -R a=rX ${cache}`;
}
