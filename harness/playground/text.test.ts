import { expect, test } from 'vitest';
import { interpolate } from './names.ts';
import { splitStatements } from './split-statements.ts';

test.for([
  ['SELECT 1; SELECT 2;', ['SELECT 1;', 'SELECT 2;']],
  ['SELECT 1', ['SELECT 1']],
  ["SELECT ';'; SELECT 'it''s; fine'", ["SELECT ';';", "SELECT 'it''s; fine'"]],
  ["SELECT E'\\';'; SELECT 2", ["SELECT E'\\';';", 'SELECT 2']],
  ['DO $$ BEGIN; END $$; SELECT 1', ['DO $$ BEGIN; END $$;', 'SELECT 1']],
  ['DO $a$ $$;$$ $a$; SELECT 1', ['DO $a$ $$;$$ $a$;', 'SELECT 1']],
  ['SELECT ";" FROM a; -- no; more\n', ['SELECT ";" FROM a;']],
  ['/* a; b */ SELECT 1; -- the end', ['/* a; b */ SELECT 1;']],
  [' ;; -- nothing\n;', []],
] as const)('%s is %j', ([sql, statements]) => {
  expect(splitStatements(sql)).toEqual(statements);
});

test('names are put in as literals; a cast is none', () => {
  const names = { leader_conninfo: "host=a password=it's" };
  expect(interpolate("CONNECTION :'leader_conninfo'", names)).toBe("CONNECTION 'host=a password=it''s'");
  expect(interpolate("SELECT '1'::'x'", names)).toBe("SELECT '1'::'x'");
  expect(() => interpolate("SELECT :'lead'", names)).toThrow(":'lead' is unknown; there are: leader_conninfo");
});
