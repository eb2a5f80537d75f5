import { expect, test } from 'vitest';
import { readList } from './read-list.ts';

const read = (text: string, local = false) => readList(text, { local });

test('a line is a student, a repository and maybe a branch, tag or commit', () => {
  const { leftOut, listed } = read(`\uFEFFstudent,git-url,ref
ann,https://example.org/ann.git
"O'Brien, Pat",ssh://git@example.org:2222/~pat/work.git,handed-in/v1.0

=1+1, git@example.org:group/work.git ,0123abcd,
`);
  expect(leftOut).toEqual([]);
  expect(listed).toEqual([
    { student: 'ann', line: 2, name: 'ann (line 2)', url: 'https://example.org/ann.git' },
    {
      student: "O'Brien, Pat",
      line: 3,
      name: "O'Brien, Pat (line 3)",
      url: 'ssh://git@example.org:2222/~pat/work.git',
      ref: 'handed-in/v1.0',
    },
    { student: '=1+1', line: 5, name: '=1+1 (line 5)', url: 'git@example.org:group/work.git', ref: '0123abcd' },
  ]);
});

test.for<[line: string, reason: RegExp]>([
  ['ann', /^line 2: it is not student,git-url/],
  ['ann,https://example.org/a,main,more', /^line 2: it is not student,git-url/],
  ['"ann,https://example.org/a', /^line 2: its quotes/],
  ['../ann,https://example.org/a', /^line 2: it has no name/],
  ['a/b,https://example.org/a', /holds a slash/],
  ['index.html,https://example.org/a', /^line 2: the results have a file of this name/],
  ['ann,', /^line 2: it names no repository/],
  ['ann,--upload-pack=touch /tmp/x', /cannot begin with "-"/],
  ['ann,-oProxyCommand=x', /cannot begin with "-"/],
  ['ann,ext::sh -c touch% /tmp/x', /no spaces/],
  ['ann,ext::sh', /^line 2: addresses of repositories are/],
  ['ann,fd::17', /^line 2: addresses of repositories are/],
  ['ann,http://example.org/a', /^line 2: addresses of repositories are/],
  ['ann,git://example.org/a', /^line 2: addresses of repositories are/],
  ['ann,/srv/a', /^line 2: addresses of repositories are/],
  ['ann,ssh://-oProxyCommand=x/a', /^line 2: addresses of repositories are/],
  ['ann,git@-oProxyCommand=x:a', /^line 2: addresses of repositories are/],
  ['ann,ssh://example.org/-x', /^line 2: addresses of repositories are/],
  ['ann,https://', /^line 2: it is no address/],
  ['ann,https://token@example.org/a', /^line 2: an address with a name or password/],
  ['ann,https://ann:secret@example.org/a', /^line 2: an address with a name or password/],
  ['ann,file:///srv/a', /--local permits/],
  ['ann,https://example.org/a,--output=x', /^line 2: that is no name of a branch/],
  ['ann,https://example.org/a,a..b', /^line 2: that is no name of a branch/],
  ['ann,https://example.org/a,a:b', /^line 2: that is no name of a branch/],
])('%j is left out with the reason, and the others stay', ([line, reason]) => {
  const { leftOut, listed } = read(`bob,https://example.org/b\n${line}\ncarl,https://example.org/c\n`);
  expect(listed.map(({ student }) => student)).toEqual(['bob', 'carl']);
  const student = /^ann\b/.test(line) ? 'ann' : undefined;
  const name = student ?? 'line 2';
  expect(leftOut).toEqual([{ name, student, reason: expect.stringMatching(reason), submission: true }]);
  expect(JSON.stringify(leftOut)).not.toMatch(/secret|token/);
});

test('a repository of this machine is taken where that is permitted, by its whole path', () => {
  expect(read('ann,file:///srv/a', true).listed).toMatchObject([{ url: 'file:///srv/a' }]);
  expect(read('ann,file://host/a', true).leftOut).toMatchObject([{ reason: expect.stringContaining('absolute path') }]);
});

test('two lines of one student are both left out', () => {
  const { leftOut, listed } = read(
    'Zoë,https://example.org/a\nbob,https://example.org/b\nzoe\u0308,https://example.org/c\n',
  );
  expect(listed.map(({ student }) => student)).toEqual(['bob']);
  expect(leftOut.map(({ reason }) => reason)).toEqual(
    Array(2).fill('one student has handed in "Zoë (line 1)" and "zoë (line 3)": leave one'),
  );
});
