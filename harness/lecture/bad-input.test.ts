import { expect, test } from 'vitest';
import { LabError } from '../core/errors.ts';
import { readLecture } from './lecture.ts';
import { madeUpLecture } from './testing/made-up.ts';

const chapter = 'lecture/01-made-up.md';
const output = '```output\n```\n';

// The text begins in line 7 of the chapter.
test.for([
  ['a section without an id', '## No id', 7, 'the section "No id" has no id: write `## No id {#its-id}`'],
  ['a doubled id', '## One {#same}\n\n### Two {#same}', 9, 'the id same is there already, in line 7'],
  ['an id with a capital', '## One {#One}', 7, 'the id One is no plain one'],
  ['an id that footnotes use', '## One {#fn1}', 7, 'the id fn1 is no plain one'],
  ['a section too deep', '#### Deep {#deep}', 7, 'sections are `##` and `###`'],
  ['a second title', '# Another', 7, 'a chapter has one `#` heading'],
  ['an unknown box', 'Text.\n\n::: warning Hot\nx\n:::', 9, 'unknown box "warning"; there are: info, caution,'],
  ['a box that is not closed', '::: info Open\ntext', 7, 'the box is not closed by `:::`'],
  ['an empty box', '::: info\n:::', 7, 'the box is empty'],
  [
    'a card that lacks a term',
    '::: parameter a\nDefault\n: 1\n\nText.\n:::',
    7,
    'the card has no "Changes by" in its list',
  ],
  ['a card without text', '::: parameter a\nDefault\n: 1\n\nChanges by\n: x\n:::', 7, 'the card ends with text'],
  ['an unknown figure', '::: figure no-such Caption\nText.\n:::', 7, 'unknown figure "no-such"; there are: two-words'],
  ['a figure without a caption', '::: figure two-words\nText.\n:::', 7, 'the figure has no caption'],
  ['an unknown exercise in a box', '::: lab ex99 Try\nText.\n:::', 7, 'there is no exercise ex99'],
  ['a link to no chapter', 'One.\nTwo [x](02-no.md#a).', 8, 'there is no chapter 02-no'],
  ['a link to no id', '## One {#one}\n\n[x](#two)', 9, '01-made-up has no id two; it has: one'],
  ['a link to a file', '[x](../README.md)', 7, 'a link leads to https:, NN-chapter.md#id, #id or exercise:exN'],
  ['a link without encryption', '[x](http://a.example)', 7, 'a link leads to https:'],
  ['text in braces', 'One.\nThe set {a, b}', 8, '{a, b} would be taken for attributes: write it as code'],
  ['an image', '![x](x.png)', 7, 'there are no images'],
  ['a footnote that is not there', 'It stopped.[^gone]', 7, 'the footnote gone is not there'],
  ['a footnote that nothing names', 'Text.\n\n[^lone]: A source.', 9, 'nothing refers to the footnote lone'],
  ['a malformed version badge', 'New: [[PG sixteen]].', 7, 'a version badge is [[PG 16+]]'],
  ['a block without run', `\`\`\`sql\nSELECT 1;\n\`\`\`\n${output}`, 7, 'say `run`, or `norun reason="…"`'],
  ['a norun without its reason', '```sql norun\nSELECT 1;\n```\n', 7, '`norun` needs reason="…"'],
  [
    'an unknown verb',
    `\`\`\`sql run quick\nSELECT 1;\n\`\`\`\n${output}`,
    7,
    'unknown verb "quick"; there are: run, norun,',
  ],
  ['a verb without its value', `\`\`\`sql run node\nSELECT 1;\n\`\`\`\n${output}`, 7, '`node` needs a value'],
  ['a verb of another language', `\`\`\`ts run session=b\n1;\n\`\`\`\n${output}`, 7, '`session` is for sql blocks'],
  ['a word that is none', `\`\`\`sql run node="a\nSELECT 1;\n\`\`\`\n${output}`, 7, 'not understood:'],
  ['a mask that is no pattern', `\`\`\`sql run mask="("\nSELECT 1;\n\`\`\`\n${output}`, 7, 'mask "(" is no pattern'],
  [
    'an unknown node',
    `\`\`\`sql run node=far\nSELECT 1;\n\`\`\`\n${output}`,
    7,
    'unknown node "far"; there are: leader, follower',
  ],
  ['a missing output', 'Text.\n\n```sql run\nSELECT 1;\n```\n\nMore.', 9, 'an `output` fence must follow'],
  [
    'an output of a silent block',
    `\`\`\`sql run silent\nSELECT 1;\n\`\`\`\n${output}`,
    10,
    'the block before it is silent',
  ],
  ['an output of nothing', `Text.\n\n${output}`, 9, 'an output fence stands after the `run` block that prints it'],
  ['an answer to nothing', '```output session=b\n```\n', 7, 'nothing runs in the background of session b'],
  [
    'a background that is never awaited',
    '```sql run session=b background\nSELECT 1;\n```\n',
    7,
    'no later `output session=…`',
  ],
  ['an unknown lab command', '```lab run\nkill leader\nexplode leader\n```\n', 9, 'unknown lab command "explode"'],
  ['a lab command without its node', '```lab run\nkill\n```\n', 8, 'kill which node?'],
  ['a delay of no length', '```lab run\ndelay leader\n```\n', 8, 'delay leader needs milliseconds'],
  ['a lab command with too much', '```lab run\nkill leader now\n```\n', 8, 'kill leader is followed by nothing'],
  ['an unknown language', '```cobol\nx\n```\n', 7, 'unknown language of a fence "cobol"; there are: sql,'],
  ['no language', '```\nx\n```\n', 7, 'the fence has no language'],
  [
    'words after a language that runs nothing',
    '```json pretty\n{}\n```\n',
    7,
    'only sql, bash, ts, lab and output have words',
  ],
  ['a fence that is not closed', '```text\nx\n', 7, 'the fence is not closed'],
] as const)('%s is told with its line', async ([, text, line, problem]) => {
  using lecture = madeUpLecture(`${text}\n`);
  const problems = await lecture.problems();
  expect(problems.filter((each) => each.startsWith(`${chapter}:${line}  ${problem}`))).toHaveLength(1);
  expect(problems).toHaveLength(1);
});

test.for([
  ['no front matter', '# Title\n', 1, 'a chapter begins with front matter'],
  ['no summary', '---\ntopology: none\n---\n# Title\n', 1, 'the front matter has no `summary:`'],
  ['a field that is none', '---\ntopology: none\nsummary: S.\nauthor: me\n---\n# Title\n', 4, 'front matter has'],
  ['an unknown topology', '---\ntopology: ring\nsummary: S.\n---\n# Title\n', 2, 'the topology is one of'],
  ['two nodes of one name', '---\ntopology: servers a, a\nsummary: S.\n---\n# Title\n', 2, 'the topology is one of'],
  ['no title', '---\ntopology: none\nsummary: S.\n---\nText.\n', 1, 'the chapter has no title'],
] as const)('a chapter with %s is told with its line', async ([, text, line, problem]) => {
  using lecture = madeUpLecture('');
  lecture.write('lecture/01-made-up.md', text);
  const problems = await lecture.problems();
  expect(problems).toEqual([expect.stringContaining(`${chapter}:${line}  ${problem}`)]);
});

test('all problems are told at once, and stop whoever asks', async () => {
  using lecture = madeUpLecture('## No id\n\n[x](#nowhere)\n');
  const { problems } = await readLecture({ root: lecture.root, exercises: [], figures: [] });
  expect(() => problems.throwIfAny()).toThrow(LabError);
  expect(() => problems.throwIfAny()).toThrow(
    /^2 problems in the lecture:\nlecture\/01-made-up\.md:7 .*\nlecture\/01-made-up\.md:9 /,
  );
});

test('what is to be written may be named already, and is text until then', async () => {
  using lecture = madeUpLecture(
    '[later](02-later.md#bytes), [it](exercise:ex9)\n\n::: figure not-yet Soon\nText.\n:::\n',
  );
  lecture.write('lecture/to-be-written.txt', '# plans\n02-later\nex9\nnot-yet\n01-made-up\n');
  expect(await lecture.problems()).toEqual([]);
  const { markdown, chapters, written } = await lecture.read();
  const [chapter] = chapters;
  if (!chapter) throw new Error('no chapter');
  expect(markdown.render(chapter.tokens, chapter.env)).toContain('<span class="pending"');
  expect(written).toEqual(['01-made-up']);
});
