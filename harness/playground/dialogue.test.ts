import { expect, test } from 'vitest';
import { complete } from './complete.ts';
import { Dialogue } from './dialogue.ts';

const nodes = ['leader', 'near'];

/** What each line completes, and the prompt after it. */
function talk(...lines: string[]) {
  const dialogue = new Dialogue(nodes);
  return lines.map((line) => {
    const said = dialogue
      .read(line)
      .map((one) => ('problem' in one ? one.problem : `${one.spec.name} ${one.argument}`));
    return [...said, dialogue.prompt];
  });
}

test('after `sql NODE` lines are statements for that node, until \\q', () => {
  expect(talk('sql near', 'SELECT 1;', 'lag', ';', '\\q', 'lag')).toEqual([
    ['near=> '],
    ['sql SELECT 1;', 'near=> '],
    ['near-> '],
    ['sql lag\n;', 'near=> '],
    ['lab> '],
    ['lag undefined', 'lab> '],
  ]);
});

test('a statement goes on until its semicolon; an empty line and a comment begin none', () => {
  expect(talk('sql near', '', '-- nothing', 'SELECT 1,', '2; -- two', 'SELECT 3; &', '\\q')).toEqual([
    ['near=> '],
    ['near=> '],
    ['near=> '],
    ['near-> '],
    ['sql SELECT 1,\n2; -- two', 'near=> '],
    ['sql SELECT 3;', 'near=> '],
    ['lab> '],
  ]);
});

test('exit and quit leave, but not from within a statement; no other command with a backslash is known', () => {
  expect(talk('sql near', 'SELECT', 'quit', '\\d t', '\\q', 'sql leader', 'exit')).toEqual([
    ['near=> '],
    ['near-> '],
    ['near-> '],
    ['of the commands with a backslash only \\q is known here', 'near-> '],
    ['lab> '],
    ['leader=> '],
    ['lab> '],
  ]);
});

test.for<[line: string, candidates: string[], word: string]>([
  ['ki', ['kill '], 'ki'],
  ['re', ['reconnect ', 'resume ', 'replay '], 're'],
  ['kill ', ['leader ', 'near '], ''],
  ['kill n', ['near '], 'n'],
  ['kill near ', [], ''],
  ['stop near i', ['immediate '], 'i'],
  ['replay near ', ['on ', 'off '], ''],
  ['follow near l', ['leader '], 'l'],
  ['help sq', ['sql '], 'sq'],
  ['lag ', [], ''],
  ['kill leader; promote n', ['near '], 'n'],
  ['sql leader "SELECT 1; SELECT 2"; ki', ['kill '], 'ki'],
  ['explode ', [], ''],
])('%j is completed', ([line, candidates, word]) => {
  expect(complete(line, nodes)).toEqual([candidates, word]);
});
