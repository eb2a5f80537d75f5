import { LabError } from '../../core/errors.ts';
import { Dialogue } from '../../playground/dialogue.ts';
import type { Topology } from '../../scenario/topology.ts';
import type { Invocation } from '../command.ts';
import { chooseTopology } from './choose-topology.ts';

/** What a command line asks for, found right before anything is started. */
export interface LabPlan {
  topology: Topology;
  /** Whether the role of clients is a superuser. */
  superuser: boolean;
  sync: boolean;
  /** The lines of `--run`. */
  script: readonly string[] | undefined;
}

/** Throws ARGUMENT: for a topology, and for commands of `--run` that nobody could perform. */
export function planLab({ root, words, options }: Invocation): LabPlan {
  const { topology, chapter } = chooseTopology(root, words[0]);
  const sync = options.sync === true;
  if (sync && topology.parts[0]?.kind !== 'pair') {
    throw new LabError('ARGUMENT', `--sync needs a leader and followers; ${topology.text} has none`, {
      next: "npm run lab 'leader -> near, far' -- --sync",
    });
  }
  const script = typeof options.run === 'string' ? readScript(options.run, topology.nodes) : undefined;
  // What a chapter shows is done by a superuser.
  return { topology, superuser: options.superuser === true || chapter !== undefined, sync, script };
}

function readScript(text: string, nodes: readonly string[]): string[] {
  const lines = text.split('\n');
  const dialogue = new Dialogue(nodes);
  for (const reading of lines.flatMap((line) => dialogue.read(line))) {
    if (!('problem' in reading)) continue;
    throw new LabError('ARGUMENT', `in ${JSON.stringify(reading.source)}: ${reading.problem}`, {
      where: '--run',
      next: 'npm run lab -- --run help',
    });
  }
  return lines;
}
