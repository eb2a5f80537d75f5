import { expect, test } from 'vitest';
import { withoutPasswords } from './without-passwords.ts';

test.for([
  ['postgres://ann:secret@db.example/lab', 'postgres://ann:…@db.example/lab'],
  ['postgresql://ann:se:c@ret@db.example/lab', 'postgresql://ann:…@db.example/lab'],
  ['postgres://:secret@/lab?host=/run/pg', 'postgres://:…@/lab?host=/run/pg'],
  ['postgres:///lab?host=/run/pg&password=secret&user=ann', 'postgres:///lab?host=/run/pg&password=…&user=ann'],
  ['"--queu=postgres://ann:secret@db/lab" is unknown', '"--queu=postgres://ann:…@db/lab" is unknown'],
])('%s is shown as %s', ([text, shown]) => {
  expect(withoutPasswords(text as string)).toBe(shown);
});

test.for(['postgres://ann@db.example:5432/lab', 'see https://example.org:80/a@b', 'ann:secret@home'])(
  '%s has none and stays',
  (text) => {
    expect(withoutPasswords(text)).toBe(text);
  },
);
