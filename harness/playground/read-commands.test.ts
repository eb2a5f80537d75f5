import { expect, test } from 'vitest';
import { readCommands } from './read-commands.ts';

const nodes = ['leader', 'near', 'far'];

/** What a line is read as: name, node, argument, and whether it is in the background; or what is wrong. */
function read(line: string) {
  return readCommands(line, nodes).map((reading) => {
    if ('problem' in reading) return reading.problem;
    const { spec, node, argument, background } = reading;
    return [spec.name, node, argument, ...(background ? ['&'] : [])];
  });
}

test.for<[line: string, ...commands: (string | undefined)[][]]>([
  ['kill leader', ['kill', 'leader', undefined]],
  ['  delay near   200  ', ['delay', 'near', '200']],
  ['stop leader', ['stop', 'leader', undefined]],
  ['stop leader immediate', ['stop', 'leader', 'immediate']],
  ['replay far off', ['replay', 'far', 'off']],
  ['kill leader; promote near', ['kill', 'leader', undefined], ['promote', 'near', undefined]],
  ['kill leader;;  ; lag;', ['kill', 'leader', undefined], ['lag', undefined, undefined]],
  [''],
  ['# a comment; kill leader'],
  ['lag # how far', ['lag', undefined, undefined]],
  ['url', ['url', undefined, undefined]],
  ['url near', ['url', 'near', undefined]],
  ['log near 3', ['log', 'near', '3']],
  ['follow far near', ['follow', 'far', 'near']],
  ['help kill', ['help', undefined, 'kill']],
])('%j is read', ([line, ...commands]) => {
  expect(read(line)).toEqual(commands);
});

test.for<[line: string, ...commands: (string | undefined)[][]]>([
  ['sql leader SELECT 1', ['sql', 'leader', 'SELECT 1']],
  ['sql leader SELECT 1; SELECT 2;', ['sql', 'leader', 'SELECT 1; SELECT 2;']],
  ['sql leader SELECT \'#\', "a" FROM b', ['sql', 'leader', 'SELECT \'#\', "a" FROM b']],
  ['sql leader "SELECT 1; SELECT 2"; lag', ['sql', 'leader', 'SELECT 1; SELECT 2'], ['lag', undefined, undefined]],
  ["sql leader 'SELECT ''x'''", ['sql', 'leader', "SELECT 'x'"]],
  ['sql leader "SELECT ""a"" FROM b"', ['sql', 'leader', 'SELECT "a" FROM b']],
  ['sql leader "a"."b"', ['sql', 'leader', '"a"."b"']],
  ["sql leader INSERT INTO t VALUES ('a & b') &", ['sql', 'leader', "INSERT INTO t VALUES ('a & b')", '&']],
  ['sql leader "SELECT 1" & ; lag', ['sql', 'leader', 'SELECT 1', '&'], ['lag', undefined, undefined]],
  ['sql leader SELECT 1; lag', ['sql', 'leader', 'SELECT 1'], ['lag', undefined, undefined]],
  ["sql leader SELECT '; lag' ; kill near", ['sql', 'leader', "SELECT '; lag'"], ['kill', 'near', undefined]],
  ['sql leader SELECT $$; lag$$', ['sql', 'leader', 'SELECT $$; lag$$']],
  ['sql leader BEGIN; START TRANSACTION; lag in x', ['sql', 'leader', 'BEGIN; START TRANSACTION; lag in x']],
  ['sql leader SELECT 1 &; start near', ['sql', 'leader', 'SELECT 1', '&'], ['start', 'near', undefined]],
  ['sh near kill -9 1; start near', ['sh', 'near', 'kill -9 1'], ['start', 'near', undefined]],
  ['sql leader; lag', ['sql', 'leader', ''], ['lag', undefined, undefined]],
  ['sql leader SELECT 1 & 3', ['sql', 'leader', 'SELECT 1 & 3']],
  ['sql leader', ['sql', 'leader', '']],
  ['sql leader;', ['sql', 'leader', '']],
  ['sh near cd /; ls # all', ['sh', 'near', 'cd /; ls # all']],
  ['sh near "ls"; lag', ['sh', 'near', 'ls'], ['lag', undefined, undefined]],
])(
  '%j: SQL and shell commands end where a command follows, with their quotes, or with the line',
  ([line, ...commands]) => {
    expect(read(line)).toEqual(commands);
  },
);

test.for<[line: string, says: RegExp]>([
  ['klil leader', /^unknown command "klil" \(did you mean kill\?\); there are: disconnect, /],
  ['kill', /^kill which node\? There are: leader, near, far$/],
  ['kill nera', /^unknown node "nera" \(did you mean near\?\); there are: leader, near, far$/],
  ['kill leader now', /^kill leader is followed by nothing$/],
  ['delay near', /^delay near needs milliseconds$/],
  ['delay near soon', /^delay near is followed by milliseconds$/],
  ['stop near slowly', /^stop near is followed by fast, smart or immediate$/],
  ['replay far', /^it is: replay NODE on\|off$/],
  ['replay far maybe', /^it is: replay NODE on\|off$/],
  ['follow far', /^follow far which other node\? It is: follow NODE LEADER$/],
  ['follow far far', /^follow far which other node\? It is: follow NODE LEADER$/],
  ['follow far laeder', /^unknown node "laeder" \(did you mean leader\?\)/],
  ['sql', /^sql which node\? There are: leader, near, far$/],
  ['sql nobody SELECT 1', /^unknown node "nobody"; there are: leader, near, far$/],
  ['sh near', /^it is: sh NODE COMMAND$/],
  ['log near many', /^lines are a number up to 9999; got "many"$/],
  ['lag now', /^too many words; it is: lag$/],
  ['url near far', /^too many words; it is: url \[NODE\]$/],
  ['help klil', /^unknown command "klil" \(did you mean kill\?\)/],
  ['constructor leader', /^unknown command "constructor"/],
])('%j is told what is wrong with it', ([line, says]) => {
  expect(read(line)).toEqual([expect.stringMatching(says)]);
});
