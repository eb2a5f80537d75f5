import { notOneOf } from '../problems.ts';

/** One line of a `lab` block. */
export interface LabCommand {
  verb: LabVerb;
  node: string;
  /** The stop mode, or the milliseconds of a delay. */
  argument: string | undefined;
  /** Counted from 1 within the block. */
  line: number;
}

const labVerbs = [
  'disconnect',
  'isolate',
  'blackhole',
  'delay',
  'reconnect',
  'kill',
  'stop',
  'start',
  'pause',
  'resume',
  'promote',
  'catchup',
] as const;
export type LabVerb = (typeof labVerbs)[number];

/** What a verb's second word may be; the others have none. */
const argumentsOf: Partial<Record<LabVerb, { pattern: RegExp; required: boolean; means: string }>> = {
  delay: { pattern: /^\d{1,5}$/, required: true, means: 'milliseconds' },
  stop: { pattern: /^(fast|smart|immediate)$/, required: false, means: 'fast, smart or immediate' },
};

/** The commands of a `lab` block, one a line; `#` begins a comment. Says each problem with its line in the block. */
export function parseLabCommands(
  code: string,
  nodes: readonly string[],
  say: (line: number, problem: string) => void,
): LabCommand[] {
  const commands: LabCommand[] = [];
  for (const [at, text] of code.split('\n').entries()) {
    const [verb, node, argument, ...rest] = text.replace(/#.*/, '').trim().split(/\s+/);
    if (!verb) continue;
    const line = at + 1;
    const known = labVerbs.find((each) => each === verb);
    const takes = known && argumentsOf[known];
    if (!known) say(line, notOneOf('lab command', verb, labVerbs));
    else if (node === undefined) say(line, `${verb} which node? There are: ${nodes.join(', ')}`);
    else if (!nodes.includes(node)) say(line, notOneOf('node', node, nodes));
    else if (rest.length > 0 || (argument !== undefined && !takes?.pattern.test(argument)))
      say(line, `${verb} ${node} is followed by ${takes?.means ?? 'nothing'}`);
    else if (takes?.required && argument === undefined) say(line, `${verb} ${node} needs ${takes.means}`);
    else commands.push({ verb: known, node, argument, line });
  }
  return commands;
}
