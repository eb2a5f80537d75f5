import { blockCounts, describeCounts, tooManyNorun } from '../blocks/counts.ts';
import { describeCoverage } from '../coverage/coverage-counts.ts';
import type { Site } from './build-site.ts';

/** What a build says of itself: blocks, sizes, and what an author may want to do next. */
export function describeSite({ lecture, files }: Site, unfrozen: readonly string[]): string[] {
  const pages = [...files].filter(([name]) => name.endsWith('.html'));
  const largest = Math.max(...pages.map(([, text]) => Buffer.byteLength(text)));
  const lines = lecture.chapters.map(({ slug, blocks }) => `${slug}: ${describeCounts(blockCounts(blocks))}`);
  const all = lecture.chapters.flatMap(({ blocks }) => blocks);
  if (lines.length > 1) lines.push(`all: ${describeCounts(blockCounts(all))}`);
  const share = tooManyNorun(all);
  if (share) lines.push(share);
  if (lecture.coverage) lines.push(`coverage: ${describeCoverage(lecture.coverage)}`);
  if (lecture.written.length > 0)
    lines.push(`lecture/to-be-written.txt names what is there now: ${lecture.written.join(', ')}`);
  if (unfrozen.length > 0) lines.push(`${unfrozen.length} new ids; to keep them: npm run lecture:build -- --freeze`);
  lines.push(`${pages.length} pages, the largest ${Math.ceil(largest / 1000)} kB`);
  return lines;
}
