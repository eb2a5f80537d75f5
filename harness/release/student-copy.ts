import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../core/errors.ts';
import { loadManifest, pathsOf, shortName } from '../course/course.ts';
import { hashOf, type ReleaseRecord, releaseRecordFile } from '../course/release-record.ts';
import type { Exercise } from '../sdk/exercise.ts';
import { type CourseCopy, copyOfCourse } from './copy-of-course.ts';

const texts = join(import.meta.dirname, 'student');

/** The repository of a student, as it is handed out. Throws BAD_MANIFEST for an exercise that is not to be known as a whole. */
export async function studentCopy(root: string, slugs: readonly string[]): Promise<CourseCopy> {
  const copy = copyOfCourse('student', root, slugs);
  const { files, version } = copy;
  files.set('README.md', Buffer.from(await readmeFor(root, slugs)));
  files.set('.github/workflows/grade.yml', readFileSync(join(texts, 'grade.yml')));
  const hashes = Object.fromEntries([...files].sort().map(([path, bytes]) => [path, hashOf(bytes)]));
  const record: ReleaseRecord = { format: 1, course: version, exercises: [...slugs], files: hashes };
  files.set(releaseRecordFile, Buffer.from(`${JSON.stringify(record, null, 2)}\n`));
  return copy;
}

async function readmeFor(root: string, slugs: readonly string[]): Promise<string> {
  const exercises = await Promise.all(slugs.map((slug) => loadManifest(pathsOf(root, slug))));
  for (const { checks, slug } of exercises) {
    const hidden = checks.find(({ visibility }) => visibility === 'hidden');
    if (hidden)
      throw new LabError('BAD_MANIFEST', `${slug} has a hidden check, ${hidden.id}, which a release would show`, {
        next: 'leave the exercise out by --exercises',
      });
  }
  const row = ({ slug, summary, title }: Exercise) =>
    `| [${shortName(slug)}](exercises/${slug}/README.md) | ${title} | ${summary} |`;
  const [first = ''] = slugs;
  const asking = exercises.find(({ written }) => written?.some(({ kind }) => kind === 'answers'));
  return readFileSync(join(texts, 'README.md'), 'utf8')
    .split('\n')
    .filter((line) => asking || !line.includes('{{written}}'))
    .join('\n')
    .replaceAll('{{exercises}}', exercises.map(row).join('\n'))
    .replaceAll('{{slug}}', first)
    .replaceAll('{{ex}}', shortName(first))
    .replaceAll('{{written}}', shortName(asking?.slug ?? ''));
}
