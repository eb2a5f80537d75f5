/**
 * Who may import whom: DESIGN section 3 as data. A folder of harness/ that is not here may import nothing but
 * itself; the longest folder that a file lies in counts.
 */
export interface Arrow {
  /** A folder of harness/, or the longest path of one that has rules of its own. */
  to: string;
  /** Only `import type`: nothing of it is loaded. */
  typesOnly?: true;
  because: string;
}

const core = { to: 'core', because: 'errors, waiting and processes without a word of PostgreSQL' };
const manifest = { to: 'sdk', because: 'a manifest has the same type for everybody' };
const lifetimes = { to: 'broker', because: 'whatever it starts is written down before, by its owner' };

export const arrows: Readonly<Record<string, readonly Arrow[]>> = {
  core: [],
  sdk: [],
  broker: [core],
  config: [core],
  course: [core, manifest],
  gateway: [core],
  scenario: [core],
  lecture: [core, { to: 'scenario', because: 'it checks the commands of lab blocks, without a database' }],
  playground: [
    core,
    { to: 'scenario', because: 'it performs what a scenario says' },
    { to: 'cluster', because: 'its nodes are real servers' },
    { to: 'gateway', typesOnly: true, because: 'it says where a node is reached' },
    { to: 'engines', typesOnly: true, because: 'it is handed an engine and names none' },
  ],
  // Apart from the lecture, which is built where there is no database.
  'lecture-test': [
    core,
    lifetimes,
    { to: 'lecture', because: 'it runs the blocks of chapters' },
    { to: 'playground', because: 'they run on its nodes and in its sessions' },
    { to: 'scenario', because: 'lab blocks are made of its commands' },
    { to: 'cluster', typesOnly: true, because: 'it is handed the nodes' },
    { to: 'engines', typesOnly: true, because: 'it is handed an engine and names none' },
  ],
  quality: [core],
  enclosure: [core, lifetimes],
  engines: [
    core,
    lifetimes,
    { to: 'enclosure', because: 'machines and their clients run in networks and views of their own' },
    { to: 'gateway', because: 'an engine opens the gateway where its nodes are' },
    { to: 'sdk', typesOnly: true, because: 'what an engine lacks has the name that manifests use (Capability)' },
  ],
  // Copied as it is to where the servers' user can run it: nothing but its own folder goes with it.
  'engines/embedded/basebackup': [],
  cluster: [
    core,
    lifetimes,
    { to: 'engines', because: 'a topology becomes running nodes' },
    { to: 'gateway', because: 'every connection to a node passes through it' },
  ],
  managed: [
    core,
    { to: 'cluster', because: 'its instances are nodes of a cluster' },
    { to: 'gateway', typesOnly: true, because: 'it says where a node is reached' },
    { to: 'sdk', typesOnly: true, because: 'an instance is described as its customer sees it' },
  ],
  sandbox: [
    core,
    lifetimes,
    { to: 'enclosure', because: 'the process of a submission is enclosed' },
    { to: 'sdk', because: 'both ends speak one protocol' },
  ],
  grading: [
    core,
    lifetimes,
    manifest,
    { to: 'cluster', because: 'a check gets a cluster' },
    { to: 'course', because: 'it is told where an exercise lies, and what proves a grader' },
    { to: 'gateway', because: 'the lab inflicts faults' },
    { to: 'managed', because: 'the lab has a managed service' },
    { to: 'sandbox', because: 'it stages submissions and runs them' },
    { to: 'engines', typesOnly: true, because: 'it is handed an engine, or its module by path, and names none' },
  ],
  bench: [core, lifetimes, ...to('cluster', 'engines')],
  // Apart from the other benches: it looks at a batch from outside, and knows what a class is made of.
  'bench/batch': [
    core,
    lifetimes,
    manifest,
    { to: 'bench', because: 'a claim is judged as those of every bench' },
    { to: 'batch', because: 'it packs what is handed in, and reads the gradebook' },
    { to: 'course', because: 'what must come of a submission is known from what proves a grader' },
    { to: 'grading', because: 'a class is drawn from a seed as the data of a check is' },
    { to: 'sandbox', because: 'hostile submissions carry its attacks' },
    { to: 'enclosure', typesOnly: true, because: 'it is handed what they reach for' },
  ],
  reports: [{ to: 'grading', typesOnly: true, because: 'a report is made from results alone' }],
  release: [core, manifest, { to: 'course', because: 'it hands out exercises of the course, and writes down which' }],
  batch: [
    core,
    lifetimes,
    manifest,
    ...to('course', 'grading', 'reports'),
    { to: 'sandbox', because: 'a submission travels to another machine as far as it is taken' },
  ],
  cli: [
    core,
    lifetimes,
    manifest,
    ...to(
      'batch',
      'bench',
      'cluster',
      'config',
      'course',
      'enclosure',
      'engines',
      'grading',
      'lecture',
      'lecture-test',
      'playground',
      'release',
      'reports',
      'sandbox',
      'scenario',
    ),
  ],
};

function to(...names: string[]): Arrow[] {
  return names.map((name) => ({ to: name, because: 'it starts this' }));
}

/** Folders that never import each other, although they lie in one. */
export const strangers: readonly (readonly [string, string])[] = [['engines/embedded', 'engines/docker']];

/** Packages that only these folders may load: heavy, or a decision that belongs to one place. Tests may use vitest. */
export const reservedPackages: readonly { package: RegExp; folders: readonly string[]; because: string }[] = [
  { package: /^vitest(\/|$)/, folders: ['grading'], because: 'grading runs checks in vitest; nobody else knows it' },
  {
    package: /^@?testcontainers(\/|$)/,
    folders: ['engines/docker', 'bench'],
    because: 'one engine starts containers, and is measured by what others do with them',
  },
  { package: /^commander$/, folders: ['cli'], because: 'only the CLI reads a command line' },
  {
    package: /^(markdown-it|@shikijs|shiki|minisearch)/,
    folders: ['lecture'],
    because: 'only the lecture is rendered',
  },
  {
    package: /^fflate$/,
    folders: ['release', 'bench/batch'],
    because: 'only what is handed to Gradescope, and a made-up class, is packed',
  },
  { package: /^yauzl$/, folders: ['batch'], because: 'only what is handed in is unpacked' },
  { package: /^csv-parse/, folders: ['batch'], because: 'only a batch is told of repositories by a list' },
  { package: /^pg-boss$/, folders: ['batch'], because: 'only a batch is delivered to several machines' },
  {
    package: /^(typescript|knip|@biomejs)(\/|$)/,
    folders: ['quality'],
    because: 'tools of development are not there in a release',
  },
];

/** Folders of harness/ that import no package at all. */
export const withoutPackages: readonly { folder: string; because: string }[] = [
  { folder: 'sdk', because: 'it runs in the process of student code, from a copy' },
  { folder: 'core', because: 'everything stands on it' },
  { folder: 'reports', because: 'reports are pure functions' },
];

/** What the course around the harness may import, besides files of its own. */
export const courseArrows: readonly { files: RegExp; specifiers: RegExp; rule: string }[] = [
  {
    files: /^(exercises|solutions)\/|^graders\/[^/]+\/variants\//,
    specifiers: /^(#lab|pg|node:.+)$/,
    rule: 'student code imports #lab, pg, node: modules and its own files',
  },
  {
    files: /^graders\/[^/]+\/(?!mutants\/)/,
    specifiers: /^(#harness\/grading|pg)$/,
    rule: 'a grader imports #harness/grading, pg and its own files',
  },
];
