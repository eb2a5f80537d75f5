import { commandNames, commands } from './commands.ts';

/** What the last word of a line may become: commands, then nodes, then what may follow. Also the word itself. */
export function complete(line: string, nodes: readonly string[]): [candidates: string[], word: string] {
  // What stands in quotes is SQL, whatever it holds.
  const current =
    line
      .replace(/"[^"]*"|'[^']*'/g, 'x')
      .split(';')
      .at(-1)
      ?.trimStart() ?? '';
  const words = current.split(/\s+/);
  const word = words.at(-1) ?? '';
  const spec = commands.find(({ name }) => name === words[0]);
  const known = ((): readonly string[] => {
    if (words.length === 1) return commandNames;
    if (!spec) return [];
    if (spec.name === 'help') return words.length === 2 ? commandNames : [];
    if (words.length === 2) return spec.node === 'none' ? [] : nodes;
    if (words.length > 3) return [];
    return spec.choices === 'nodes' ? nodes : (spec.choices ?? []);
  })();
  const candidates = known.filter((each) => each.startsWith(word)).map((each) => `${each} `);
  return [candidates, word];
}
