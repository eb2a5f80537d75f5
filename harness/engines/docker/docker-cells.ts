import type { Cell, Cells, CellWork } from '../../enclosure/cells.ts';
import { dataLimit } from '../../enclosure/node-limits.ts';
import { tarOf } from './archive.ts';
import { nobody } from './baked-image.ts';
import type { Client } from './client.ts';
import { type Container, createContainer, removeContainer } from './container.ts';
import { type DockerCell, startCell } from './docker-cell.ts';
import { compiledInside, cellDirectory as directory, packagesInside } from './program-image.ts';
import { shellWord } from './shell-word.ts';
import { placeIn, type Site } from './site.ts';

const user = `${nobody.uid}:${nobody.gid}`;
/** Bytes: all that a program and its children hold, its temporary directories among it. */
const memory = 1024 ** 3;
/** Processes and threads. */
const processes = 128;
/** For each process: bytes of data, reserved or used; of one file; files that are open. */
const limits = { data: dataLimit(), fsize: 64 * 1024 ** 2, nofile: 1024, core: 0 };
const tmpfs = {
  '/tmp': 'rw,nosuid,nodev,noexec,size=64m,nr_inodes=8192,mode=1777',
  [directory]: `rw,nosuid,nodev,noexec,size=16m,nr_inodes=4096,uid=${nobody.uid},gid=${nobody.gid},mode=0700`,
};
/**
 * A cell begins before there is anything to do in it: this waits for two lines, the length of an archive and the words
 * of Node, and for the archive. Then the channel moves to descriptors 3 and 4, where a program that prints does not
 * come by, and standard output becomes standard error. Before that it says an empty line: what ends without is our fault.
 */
const boot = `umask 022
IFS= read -r size && IFS= read -r words || exit 0
head -c "$size" | tar -xf - -C ${directory} && chmod -R a=rX ${directory} && cd ${directory} || exit
echo
exec 3<&0 4>&1 </dev/null >&2
eval "exec node $words"`;

/** What is compiled in the image is read, and nothing is added: the file system of the image cannot be written. */
const environment = [
  `HOME=${directory}`,
  `NODE_COMPILE_CACHE=${compiledInside}`,
  ...['TMPDIR=/tmp', 'TZ=UTC', 'LANG=C.UTF-8', 'NO_COLOR=1'],
];

export interface DockerCellsOptions {
  client: Client;
  /** Made by `openProgramImage`. */
  image: string;
  labels: Record<string, string>;
  site: Site;
}

/** Cells as containers that hold nothing but Node, in a network of clients. Disposing ends all that are left. */
export function openDockerCells(options: DockerCellsOptions): Cells & AsyncDisposable {
  const alive = new Set<DockerCell>();
  /** One that waits for work: to make a container takes longer than to start Node in it. */
  let spare: Promise<DockerCell> | undefined;
  let closed = false;
  const make = async () => {
    const cell = await openCell(options);
    alive.add(cell);
    void cell.exited.then(() => alive.delete(cell));
    return cell;
  };
  const prepare = () => {
    if (closed || spare) return;
    spare = make();
    spare.catch(() => undefined); // the next one who needs one is told
  };
  return {
    packages: packagesInside,
    async start({ args, files }: CellWork): Promise<Cell> {
      const taken = spare; // by nobody else
      spare = undefined;
      const ready = await taken?.catch(() => undefined);
      const cell = ready && !ready.exit ? ready : await make();
      const archive = await tarOf(files);
      cell.input.write(`${archive.length}\n${args.map(shellWord).join(' ')}\n`);
      cell.input.write(archive);
      void cell.spoke.then(prepare); // not before: it would take its time from the one that starts
      return cell;
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      await spare?.catch(() => undefined);
      await Promise.all([...alive].map((cell) => cell.kill()));
    },
  };
}

async function openCell({ client, image, labels, site }: DockerCellsOptions): Promise<DockerCell> {
  const what = 'the container of a program';
  const address = site.take();
  const { HostConfig, ...place } = placeIn(site, address);
  let container: Container | undefined;
  try {
    container = await createContainer(client, {
      ...{ what, image, labels, user, memory, processes, limits },
      command: ['sh', '-c', boot],
      capabilities: [],
      more: {
        ...place,
        Hostname: 'lab',
        WorkingDir: '/',
        Env: environment,
        ...{ OpenStdin: true, StdinOnce: true, AttachStdin: true, AttachStdout: true, AttachStderr: true },
        HostConfig: {
          ...HostConfig,
          ReadonlyRootfs: true,
          Tmpfs: tmpfs,
          IpcMode: 'private',
          ShmSize: 64 * 1024 ** 2,
        },
      },
    });
    return await startCell(client, container, () => site.release(address));
  } catch (error) {
    if (container) await removeContainer(container);
    site.release(address);
    throw error;
  }
}
