import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { LinkedExercise } from '../course.ts';
import { type MadeUpLecture, madeUpLecture } from './made-up.ts';

const theme = join(import.meta.dirname, '..', '..', '..', 'lecture', 'theme');

export const madeUpExercise: LinkedExercise = {
  slug: 'ex2-lag-monitor',
  title: 'A lag monitor',
  summary: 'Measure how far behind a follower is.',
  file: 'exercises/ex2-lag-monitor/exercise.ts',
  checks: [
    { id: 'gap', title: 'The gap in bytes is what the servers say', lecture: '01-made-up#bytes', line: 1 },
    { id: 'idle', title: 'An idle leader is no lag', lecture: '01-made-up#bytes', line: 2 },
  ],
};

const long = 'max_slot_wal_keep_size_and_'.repeat(6);

/** Something taught and practised, something only read, and everything that may be missing. */
const coverage = `id,item,section,exercise
C001,"bytes, and what they mean",01-made-up#bytes 01-made-up#deeper,ex2
C002,a word,01-made-up#deeper,-
C003,${long},,
`;

/** A chapter with one of everything that a chapter may have, some of it too wide for a telephone. */
export function everything(): MadeUpLecture {
  const lecture = madeUpLecture(`
## Bytes, \`pg_wal_lsn_diff\` and *emphasis* {#bytes}

A claim,[^a] the same again,[^a] and another.[^b] Since [[PG 16+]], not in [[PG 15-17]]. A [section](#deeper), [](#deeper),
[the manual](https://www.postgresql.org/docs/18/), [an exercise](exercise:ex2#idle), \`${long}\` and ${long}.

### Deeper {#deeper}

| a column with a long name | ${long} | another | and one more | to be wide |
|---|---:|---|---|---|
| 1 | 2 | 3 | 4 | 5 |

Term
: its definition

    of two paragraphs[^b]

- [x] a task that is done
- [ ] one that is not

1. A list with a block:

   \`\`\`ini
   ${long} = '${long}'
   \`\`\`

2. and more

:::: caution A box in a box, with \`code\` in its title
Outer.

::: info
Inner,[^a] with a table:

| a | b |
|---|---|
| 1 | 2 |
:::
::::

::: bridge To [another](#deeper) section
Text.
:::

::: joke
Text.
:::

::: instructor Notes
Text.
:::

::: postmortem A night
Text.
:::

::: lab ex2
Text.
:::

::: lab ex2 Measure
Text.
:::

::: parameter wal_keep_size
Default
: \`0\`

Changes by
: reload

What it is for.
:::

::: function pg_promote(wait boolean, wait_seconds integer)
Returns
: \`boolean\`

Runs on
: a standby

What it is for. [[PG 15-17]]
:::

::: figure lsn-calculator Two positions
In words.
:::

\`\`\`sql run fails="22012" session=b
SELECT 1/0; -- ${long}
\`\`\`

\`\`\`output
ERROR:  division by zero
\`\`\`

\`\`\`sql norun reason="it needs a second data centre"
SELECT 'x', 1.5, $$a$$, "b" FROM pg_stat_replication; /* why */
\`\`\`

\`\`\`sql run hidden
SELECT 'nobody sees this';
\`\`\`

\`\`\`bash run node=leader
echo "$HOME" | grep -c '/' # how many
\`\`\`

\`\`\`output
\`\`\`

\`\`\`ts run
import { Client } from 'pg';
const answer: number = await Promise.resolve(42); // why
console.log(\`the answer: \${answer}\`);
\`\`\`

\`\`\`output
the answer: 42
\`\`\`

\`\`\`lab run
kill leader # at once
\`\`\`

\`\`\`json
{ "a": [1, true, null, "text"] }
\`\`\`

\`\`\`yaml
a: { b: "text", c: 1 } # why
\`\`\`

\`\`\`diff
- old
+ new
\`\`\`

[^a]: A [source](https://www.postgresql.org/), with \`code\`.
[^b]: Another.
`);
  lecture.write('lecture/coverage.csv', coverage);
  cpSync(theme, join(lecture.root, 'lecture', 'theme'), { recursive: true });
  return lecture;
}
