import { askDaemon } from './daemon.ts';
import { isOwned, ofThisPlace, templateLabel } from './labels.ts';

/** An object of the daemon's. */
interface Thing {
  Id: string;
  Labels: Record<string, string>;
}

/** Looks at most so often: something may have been on its way when it was killed. */
const looks = 20;

/**
 * Removes every container that carries a label, then every network. Returns how many. Ends when nothing is left, or
 * when the daemon does not do it; rejects when it does not answer.
 */
export async function removeLabelled(host: string, label: string, spare = (_: Thing) => false): Promise<number> {
  let removed = 0;
  for (const kind of ['containers', 'networks'] as const) {
    for (let look = 0; look < looks; look += 1) {
      const doomed = (await list(host, kind, label)).filter((thing) => !spare(thing));
      if (doomed.length === 0) break;
      const answers = await Promise.all(
        doomed.map(({ Id }) =>
          askDaemon(host, `/${kind}/${Id}${kind === 'containers' ? '?force=1&v=1' : ''}`, 'DELETE'),
        ),
      );
      removed += answers.filter(({ status }) => status === 204).length;
    }
  }
  return removed;
}

/** Removes what dead processes of this machine have left on the daemon, whatever became of their journals. */
export async function sweepDeadContainers(host: string): Promise<number> {
  return await removeLabelled(host, ofThisPlace(), ({ Labels }) => isOwned(Labels));
}

/** Removes the images that hold prepared data directories; one that a container uses stays. */
export async function removeTemplates(host: string): Promise<number> {
  const images = await list(host, 'images', templateLabel);
  const answers = await Promise.all(images.map(({ Id }) => askDaemon(host, `/images/${Id}`, 'DELETE')));
  return answers.filter(({ status }) => status === 200).length;
}

async function list(host: string, kind: 'containers' | 'networks' | 'images', label: string): Promise<Thing[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
  const path = kind === 'networks' ? `/networks?filters=${filters}` : `/${kind}/json?all=1&filters=${filters}`;
  const { body, status } = await askDaemon(host, path);
  return status === 200 ? (JSON.parse(body) as Thing[]) : [];
}
