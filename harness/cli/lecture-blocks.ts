import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../config/config.ts';
import { LabError } from '../core/errors.ts';
import type { Chapter } from '../lecture/chapter.ts';
import type { ChapterResult } from '../lecture-test/run-chapter.ts';
import type { Invocation } from './command.ts';
import { setUpGrading } from './grading-setup.ts';
import { linkedExercises } from './linked-exercises.ts';

/** `lecture test`: runs the blocks of chapters, each chapter on nodes of its own. Returns the exit code. */
export async function testLecture(invocation: Invocation): Promise<number> {
  const { options, root, stdout, signal } = invocation;
  const { buildSite } = await import('../lecture/site/build-site.ts');
  const { blockCounts, describeCounts, tooManyNorun } = await import('../lecture/blocks/counts.ts');
  const { openEngine } = await import('../engines/open-engine.ts');
  const { runChapter } = await import('../lecture-test/run-chapter.ts');
  const { updateOutputs } = await import('../lecture-test/update-outputs.ts');
  const { lecture } = await buildSite(root, await linkedExercises(root));
  lecture.problems.throwIfAny();
  const chapters = choose(lecture.chapters, options.only);
  const update = options.update === true;
  const given = readConfig({ options, env: invocation.env, cwd: invocation.cwd, terminal: stdout.isTTY === true });
  // The outputs in the chapters are those of the programs that npm brings.
  const config = { ...given, engine: 'embedded' as const };
  await using setup = await setUpGrading(invocation, config);
  await using engine = await openEngine(setup.broker, setup.engineOptions);
  let good = true;
  for (const chapter of chapters) {
    const { broker, nodePath } = setup.common;
    const result = await runChapter({ broker, engine, root, nodePath, chapter, update, signal });
    const counts = describeCounts(blockCounts(chapter.blocks));
    stdout.write(`${chapter.slug}: ${counts}, ${(result.milliseconds / 1000).toFixed(1)} s\n`);
    for (const line of problemLines(chapter, result)) stdout.write(`${line}\n`);
    good &&= result.results.every(({ problem }) => problem === undefined);
    const path = join(root, chapter.file);
    const text = readFileSync(path, 'utf8');
    const updated = update ? updateOutputs(text, result.results) : text;
    if (updated === text) continue;
    writeFileSync(path, updated);
    stdout.write(`${chapter.file} has new outputs\n`);
  }
  const share = chapters.length === lecture.chapters.length && tooManyNorun(chapters.flatMap(({ blocks }) => blocks));
  if (share) stdout.write(`${share}\n`);
  return good && !share ? 0 : 1;
}

function choose(chapters: readonly Chapter[], only: string | boolean | undefined): readonly Chapter[] {
  if (typeof only !== 'string') return chapters;
  const chosen = chapters.filter(({ slug }) => only.split(',').some((word) => slug.includes(word)));
  if (chosen.length > 0) return chosen;
  const names = chapters.map(({ slug }) => slug).join(', ');
  throw new LabError('ARGUMENT', `--only ${only} names no chapter; there are: ${names}`, {
    next: 'npm run lecture:test',
  });
}

function problemLines({ file }: Chapter, { results, notReached }: ChapterResult): string[] {
  const lines = results.flatMap(({ block, problem }) =>
    problem === undefined ? [] : [`${file}:${block.line}  ${problem.trimEnd().replaceAll('\n', '\n    ')}`],
  );
  if (notReached > 0) lines.push(`    ${notReached} blocks after it did not run`);
  return lines;
}
