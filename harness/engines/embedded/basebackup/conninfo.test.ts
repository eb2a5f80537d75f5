import { expect, test } from 'vitest';
import { parseConninfo, quoteConninfo } from './conninfo.ts';

const parse = (text: string) => Object.fromEntries(parseConninfo(text));

test('keywords and values are split, unquoted and unescaped', () => {
  expect(parse(String.raw` host = a.b  password='it\'s a \\' user=x\ y options='' `)).toEqual({
    host: 'a.b',
    password: String.raw`it's a \ `.trimEnd(),
    user: 'x y',
    options: '',
  });
  expect(parse('')).toEqual({});
});

test('a URI is split into the same keywords, with percent-encoding undone', () => {
  expect(parse('postgres://a%40b:p%3Aw@10.0.0.1:5433/my%20db?application_name=x%20y&sslmode=disable')).toEqual({
    user: 'a@b',
    password: 'p:w',
    host: '10.0.0.1',
    port: '5433',
    dbname: 'my db',
    application_name: 'x y',
    sslmode: 'disable',
  });
  expect(parse('postgresql://[::1]?ssl=true')).toEqual({ host: '::1', sslmode: 'require' });
  expect(parse('postgresql://%2Ftmp%2Fa')).toEqual({ host: '/tmp/a' });
  expect(parse('postgresql:///db?host=/tmp')).toEqual({ dbname: 'db', host: '/tmp' });
});

test.each([
  ['bad', 'missing "=" after "bad" in connection info string'],
  ['host=a bad', 'missing "=" after "bad" in connection info string'],
  ['=x', 'missing "=" after "=x" in connection info string'],
  ["password='open", 'unterminated quoted string in connection info string'],
  ['postgres://a/b?x', 'missing key/value separator "=" in URI query parameter: "x"'],
  ['postgres://a/b?x=1=2', 'extra key/value separator "=" in URI query parameter: "x"'],
  ['postgres://%zz/b', 'invalid percent-encoded token: "%zz"'],
])('%j is refused', (text, message) => {
  expect(() => parseConninfo(text)).toThrow(message);
});

test.each(['plain_1.2', '/tmp/a', 'a b', "it's", 'back\\slash', "\\'", 'a=b'])('%j survives quoting', (value) => {
  expect(parse(`password=${quoteConninfo(value)} user=x`)).toEqual({ password: value, user: 'x' });
});
