import type { Command } from '../command.ts';

const command: Command = {
  name: 'lab',
  summary: 'A playground: servers of your own to break and to heal, from a prompt or a script.',
  words: [
    {
      name: '[topology]',
      means: "'leader -> follower' (default), 'leader -> near, far', 'servers north, south', or 05: as in chapter 5",
    },
  ],
  options: [
    { flags: '--sync', means: 'commits on the leader wait for one of its followers' },
    { flags: '--superuser', means: 'the role student is a superuser, as in the blocks of the lecture' },
    { flags: '--run <commands>', means: 'perform these commands, divided by ; and end' },
    { flags: '--keep-going', means: 'a script goes on after a command that failed' },
    { flags: '--no-live', means: 'do not show what each node is' },
    { flags: '--engine <name>', means: 'auto, embedded or docker' },
    { flags: '--pg-bin <dir>', means: 'use the PostgreSQL programs of this directory' },
    { flags: '--no-color', means: 'no colours' },
  ],
  examples: [
    'npm run lab',
    "npm run lab 'leader -> near, far' -- --sync",
    'npm run lab 05',
    `npm run lab -- --run 'kill leader; promote follower; sql follower "select pg_is_in_recovery()"'`,
    'npm run lab -- --keep-going < commands.txt',
  ],
  async run(invocation) {
    const { runLab } = await import('../lab/run-lab.ts');
    return await runLab(invocation);
  },
};
export default command;
