import type { Command } from '../command.ts';
const command: Command = { name: 'dev', summary: 'dev', words: [], options: [], examples: [], run: async () => 0 };
export default command;
