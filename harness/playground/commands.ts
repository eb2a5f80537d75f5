import { type LabVerb, labVerbNames, type ServerNeed, verbSpec } from '../scenario/lab-commands.ts';

/** A command at the prompt, as data: from this it is read, checked, completed and explained. */
export interface CommandSpec {
  name: LabVerb | OwnCommand;
  /** What follows its name: `NODE [MODE]`. */
  usage: string;
  /** In one line. */
  means: string;
  node: 'required' | 'optional' | 'none';
  /** What follows the node: words of the command's own, or all the rest of the line. */
  rest?: 'words' | 'text';
  /** What the word after the node may be. */
  choices?: readonly string[] | 'nodes';
  needs?: ServerNeed;
}

const verbs: CommandSpec[] = labVerbNames.map((name) => {
  const { means, needs, argument } = verbSpec(name);
  const usage = ['NODE', ...(argument ? [argument.word] : [])].join(' ');
  return { name, usage, means, needs, node: 'required', rest: 'words', choices: argument?.choices };
});

/** Those that lab blocks do not know. */
const own = {
  sql: {
    usage: 'NODE [SQL]',
    means: 'run SQL; with & at its end, do not wait; without SQL, statements follow until \\q',
    node: 'required',
    rest: 'text',
    needs: 'on',
  },
  sh: {
    usage: 'NODE COMMAND',
    means: 'run a shell command on its machine, as the user of the server',
    node: 'required',
    rest: 'text',
  },
  replay: {
    usage: 'NODE on|off',
    means: 'let a follower replay, or only receive, what its leader writes',
    node: 'required',
    rest: 'words',
    choices: ['on', 'off'],
    needs: 'running',
  },
  follow: {
    usage: 'NODE LEADER',
    means: 'let a follower follow another leader',
    node: 'required',
    rest: 'words',
    choices: 'nodes',
    needs: 'running',
  },
  lag: { usage: '', means: 'how far the followers are behind', node: 'none' },
  status: { usage: '', means: 'what each node is now', node: 'none' },
  url: { usage: '[NODE]', means: 'the connection string', node: 'optional' },
  log: { usage: 'NODE [LINES]', means: 'the last lines of its log (default 10)', node: 'required', rest: 'words' },
  help: { usage: '[COMMAND]', means: 'this list, or one command', node: 'none', rest: 'words' },
  quit: { usage: '', means: 'end the servers; so do Ctrl-D, and Ctrl-C on an empty line', node: 'none' },
} as const satisfies Record<string, Omit<CommandSpec, 'name'>>;

export type OwnCommand = keyof typeof own;

export const commands: readonly CommandSpec[] = [
  ...verbs,
  ...Object.entries(own).map(([name, spec]) => ({ name: name as OwnCommand, ...spec })),
];
export const commandNames: readonly string[] = commands.map(({ name }) => name);

/** All commands with what they mean, for people. */
export function helpLines(): string[] {
  const width = Math.max(...commands.map(({ name, usage }) => `${name} ${usage}`.length));
  return commands.map(({ name, usage, means }) => `  ${`${name} ${usage}`.padEnd(width)}  ${means}`);
}
