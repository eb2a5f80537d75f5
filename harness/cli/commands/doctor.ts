import type { Command } from '../command.ts';
const command: Command = { name: 'doctor', summary: 'doctor', words: [], options: [], examples: [], run: async () => 0 };
export default command;
