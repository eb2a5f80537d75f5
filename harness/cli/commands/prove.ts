import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readConfig } from '../../config/config.ts';
import type { Command, Invocation } from '../command.ts';
import { count } from '../count.ts';

const command: Command = {
  name: 'prove',
  summary: 'Prove the graders: solutions and variants get full marks, every mutant is caught by the checks it names.',
  words: [{ name: '[exercise]', means: 'one exercise (default: all)' }],
  options: [
    {
      flags: '--only <words>',
      means: 'only subjects whose kind or name contains one of these words, joined by commas',
    },
    { flags: '--brief', means: 'of the mutants only so many that each check has one to catch' },
    { flags: '--part <k/n>', means: 'of the variants only the k-th of n parts' },
    { flags: '--rounds <n>', means: 'grade each subject n times, with new seeds (default 1)' },
    { flags: '--jobs <n>', means: 'grade n at the same time (default 2)' },
    { flags: '--record', means: 'count what earlier proofs have found, and add to it: graders/EXERCISE/proven' },
    { flags: '--load <n>', means: 'keep n processes busy beside it' },
    { flags: '--engine <name>', means: 'docker, embedded or auto (default): containers where Docker has the images' },
    { flags: '--pg-bin <dir>', means: 'use the PostgreSQL programs of this directory' },
    { flags: '--no-color', means: 'no colours' },
  ],
  examples: [
    'npm run prove ex4',
    'npm run prove ex4 -- --rounds 20 --load 2',
    'npm run prove -- --rounds 20 --jobs 4 --record',
    'npm run prove ex4 -- --only mutant',
  ],
  run,
};
export default command;

async function run(invocation: Invocation): Promise<number> {
  const { options, root, stdout, words } = invocation;
  const { findExercise, listExercises, loadManifest, pathsOf } = await import('../../course/course.ts');
  const { briefProof, partOfVariants, readPart } = await import('../../course/brief-proof.ts');
  const { proofSubjects } = await import('../../course/proof-subjects.ts');
  const { openEngine } = await import('../../engines/open-engine.ts');
  const { prove } = await import('../../grading/proof.ts');
  const { ProofRecord } = await import('../../grading/proof-record.ts');
  const { renderProofLine, renderProofSummary, unkilledChecks } = await import('../../reports/proof.ts');
  const { setUpGrading } = await import('../grading-setup.ts');
  const config = readConfig({ options, env: invocation.env, cwd: invocation.cwd, terminal: stdout.isTTY === true });
  const rounds = count(options.rounds, '--rounds', 1);
  const jobs = count(options.jobs, '--jobs', 2);
  const load = count(options.load, '--load', 0);
  const part = typeof options.part === 'string' ? readPart(options.part) : { part: 1, of: 1 };
  const chosen =
    words[0] === undefined
      ? listExercises(root).map((slug) => pathsOf(root, slug))
      : [findExercise(root, words[0], 'prove')];
  await using setup = await setUpGrading(invocation, config);
  await using engine = await openEngine(setup.broker, setup.engineOptions);
  for (let at = 0; at < load; at += 1) await setup.broker.spawn(busy());
  let good = true;
  for (const paths of chosen) {
    const exercise = await loadManifest(paths);
    const found = proofSubjects(paths, exercise);
    const all = partOfVariants(options.brief ? briefProof(found) : found, part);
    const subjects = all.filter((subject) => matches(`${subject.kind} ${subject.name}`, options.only));
    stdout.write(
      `${exercise.slug}: ${subjects.length} subjects, ${rounds} rounds, PostgreSQL ${engine.postgres.full}\n`,
    );
    const facts = { subjects: found, postgres: engine.postgres.full, commit: await commitOf(root) };
    const record = options.record ? new ProofRecord({ paths, ...facts }) : undefined;
    const known = subjects.reduce((sum, subject) => sum + Math.min(rounds, record?.known(subject).length ?? 0), 0);
    if (known > 0) stdout.write(`${known} of ${subjects.length * rounds} gradings are on record\n`);
    const results = await prove({
      common: setup.common,
      supports: engine.supports,
      exercise,
      paths,
      subjects,
      rounds,
      jobs,
      record,
      done: (result) => stdout.write(`${renderProofLine(result, config.color).join('\n')}\n`),
    });
    const checks = subjects.length === all.length ? exercise.checks.map(({ id }) => id) : [];
    stdout.write(`${renderProofSummary(checks, results, config.color).join('\n')}\n`);
    good &&= results.every(({ problem }) => problem === undefined) && !invocation.signal.aborted;
    good &&= unkilledChecks(checks, results).length === 0;
  }
  return good ? 0 : 1;
}

function matches(name: string, only: string | boolean | undefined): boolean {
  if (typeof only !== 'string') return true;
  return only.split(',').some((word) => name.includes(word));
}

/** The commit that is worked on; undefined where git does not tell. */
async function commitOf(root: string): Promise<string | undefined> {
  const said = await promisify(execFile)('git', ['rev-parse', '--short', 'HEAD'], { cwd: root }).catch(() => undefined);
  return said?.stdout.trim();
}

/** A process that keeps a core busy until the run ends. */
function busy() {
  return { label: 'load', command: '/bin/sh', args: ['-c', 'while :; do :; done'], cwd: '/', env: {} };
}
