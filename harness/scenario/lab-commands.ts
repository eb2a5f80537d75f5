import { notOneOf } from '../core/not-one-of.ts';

/** One line of a `lab` block, or such a command at the prompt of the playground. */
export interface LabCommand {
  verb: LabVerb;
  node: string;
  /** The stop mode, or the milliseconds of a delay. */
  argument: string | undefined;
  /** Counted from 1 within the block. */
  line: number;
}

/** What the server must be for a command; `on`: running or frozen. */
export type ServerNeed = 'off' | 'running' | 'paused' | 'on';

/** What is said of a verb: how it is checked, explained and completed. Help and the prompt come from this. */
export interface VerbSpec {
  /** In one line, for somebody who types it. */
  means: string;
  /** What is true afterwards, of NODE and MS. */
  done: string;
  needs?: ServerNeed;
  /** What may follow the node's name; otherwise nothing. */
  argument?: { word: string; pattern: RegExp; required: boolean; means: string; choices?: readonly string[] };
}

const stopModes = ['fast', 'smart', 'immediate'] as const;

const labVerbs = {
  disconnect: {
    means: 'cut its replication links; clients still reach it',
    done: 'NODE has lost its replication links',
  },
  isolate: { means: 'cut its replication links and its clients', done: 'NODE is cut off from everybody' },
  blackhole: {
    means: 'let its replication links lose every packet, silently',
    done: 'what is sent on the replication links of NODE vanishes',
  },
  delay: {
    means: 'let everything on its replication links arrive MS milliseconds late',
    done: 'everything on the replication links of NODE is MS ms late',
    argument: { word: 'MS', pattern: /^\d{1,5}$/, required: true, means: 'milliseconds' },
  },
  reconnect: { means: 'heal all of that', done: 'the links of NODE are whole' },
  kill: { means: 'end its server as a cut of power does', needs: 'on', done: 'the server of NODE is dead' },
  stop: {
    means: 'stop its server: fast, smart or immediate',
    needs: 'running',
    done: 'the server of NODE has stopped',
    argument: {
      word: '[MODE]',
      pattern: new RegExp(`^(${stopModes.join('|')})$`),
      required: false,
      means: 'fast, smart or immediate',
      choices: stopModes,
    },
  },
  start: { means: 'start its server', needs: 'off', done: 'the server of NODE runs' },
  pause: {
    means: 'freeze its server, as an overloaded machine would',
    needs: 'running',
    done: 'the server of NODE is frozen',
  },
  resume: { means: 'let a frozen server go on', needs: 'paused', done: 'the server of NODE goes on' },
  promote: { means: 'end its recovery: it accepts writes from then on', needs: 'running', done: 'NODE accepts writes' },
  catchup: {
    means: 'wait until it has replayed what its leader has written',
    needs: 'running',
    done: 'NODE has replayed all that its leader had written',
  },
} as const satisfies Record<string, VerbSpec>;

export type LabVerb = keyof typeof labVerbs;

/** The verbs, as they are listed. */
export const labVerbNames = Object.keys(labVerbs) as LabVerb[];

/** What is said of a verb. */
export function verbSpec(verb: LabVerb): VerbSpec {
  return labVerbs[verb];
}

/** The commands of a `lab` block, one a line; `#` begins a comment. Says each problem with its line in the block. */
export function parseLabCommands(
  code: string,
  nodes: readonly string[],
  say: (line: number, problem: string) => void,
): LabCommand[] {
  const commands: LabCommand[] = [];
  for (const [at, text] of code.split('\n').entries()) {
    const [verb, ...words] = text.replace(/#.*/, '').trim().split(/\s+/);
    if (!verb) continue;
    const line = at + 1;
    const known = labVerbNames.find((each) => each === verb);
    if (!known) say(line, notOneOf('lab command', verb, labVerbNames));
    else {
      const read = readVerbWords(known, words, nodes);
      if ('problem' in read) say(line, read.problem);
      else commands.push({ ...read, line });
    }
  }
  return commands;
}

/** The words after a verb, or what is wrong with them. */
export function readVerbWords(
  verb: LabVerb,
  [node, argument, ...rest]: readonly string[],
  nodes: readonly string[],
): Omit<LabCommand, 'line'> | { problem: string } {
  const takes = verbSpec(verb).argument;
  if (node === undefined) return { problem: `${verb} which node? There are: ${nodes.join(', ')}` };
  if (!nodes.includes(node)) return { problem: notOneOf('node', node, nodes) };
  if (rest.length > 0 || (argument !== undefined && !takes?.pattern.test(argument)))
    return { problem: `${verb} ${node} is followed by ${takes?.means ?? 'nothing'}` };
  if (takes?.required && argument === undefined) return { problem: `${verb} ${node} needs ${takes.means}` };
  return { verb, node, argument };
}
