import type { Command } from '../command.ts';
const command: Command = { name: 'prove', summary: 'prove', words: [], options: [], examples: [], run: async () => 0 };
export default command;
