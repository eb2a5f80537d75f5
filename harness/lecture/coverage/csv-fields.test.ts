import { expect, test } from 'vitest';
import { csvFields } from './csv-fields.ts';

test.for([
  ['plain fields', 'a,b c,,d', ['a', 'b c', '', 'd']],
  ['commas and quotes within quotes', '"a, ""b""",c', ['a, "b"', 'c']],
  ['an empty field in quotes', '"",x', ['', 'x']],
  ['empty fields alone', ',', ['', '']],
] as const)('%s are read', ([, line, fields]) => {
  expect(csvFields(line)).toEqual(fields);
});

test.for(['"a,b', 'a"b,c', '"a"b,c', 'a,"b" '])('%s is malformed', (line) => {
  expect(csvFields(line)).toBeUndefined();
});
