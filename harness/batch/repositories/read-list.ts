import { parse } from 'csv-parse/sync';
import type { LeftOut } from '../submissions/handed-in.ts';
import { nameFault, oneOfEach } from '../submissions/student-name.ts';
import { type AddressOptions, addressFault, refFault } from './address.ts';

/** A line of a list of repositories: one student's submission. */
export interface ListedRepository {
  student: string;
  /** In the list, from 1. */
  line: number;
  /** In messages: `ann (line 3)`. */
  name: string;
  url: string;
  /** A branch, a tag or a commit; default: what the repository has as its HEAD. */
  ref?: string;
}

/**
 * Reads `student,git-url[,ref]`, RFC 4180, a line each; a first line that begins with `student` is a heading. A line
 * that cannot be taken is left out with the reason, and the others stay; so are two of one student.
 */
export function readList(text: string, options: AddressOptions): { listed: ListedRepository[]; leftOut: LeftOut[] } {
  const leftOut: LeftOut[] = [];
  const listed: ListedRepository[] = [];
  for (const [at, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const read = readLine(line, options);
    if (!read || (at === 0 && /^"?student"?,/i.test(line))) continue;
    const number = at + 1;
    if ('fault' in read) leftOut.push(faultyLine(number, read));
    else listed.push({ ...read, line: number, name: `${read.student} (line ${number})` });
  }
  const { each, doubled } = oneOfEach(listed);
  return { listed: each, leftOut: [...leftOut, ...doubled] };
}

interface FaultyLine {
  fault: string;
  /** Where it names one. */
  student?: string;
}

/** What a line of the list cannot be taken for: a submission all the same, for a student waits. */
export function faultyLine(line: number, { fault, student }: FaultyLine): LeftOut {
  return { name: student ?? `line ${line}`, student, reason: `line ${line}: ${fault}`, submission: true };
}

type Line = Pick<ListedRepository, 'ref' | 'student' | 'url'> | FaultyLine;

/** One line by itself, so that a quote that is not closed takes no other line with it. Nothing for an empty one. */
function readLine(line: string, options: AddressOptions): Line | undefined {
  const cells = cellsOf(line);
  if (cells === undefined) return { fault: 'its quotes are not closed, or stand within a word' };
  if (cells.every((cell) => cell === '')) return undefined;
  const [name = '', url, ref = '', ...more] = cells;
  const student = name.normalize('NFC');
  const badName = nameFault(student);
  if (badName !== undefined) return { fault: badName };
  if (url === undefined || more.some((cell) => cell !== ''))
    return { student, fault: 'it is not student,git-url or student,git-url,ref' };
  const fault = addressFault(url, options) ?? (ref === '' ? undefined : refFault(ref));
  if (fault !== undefined) return { student, fault };
  return { student, url, ...(ref !== '' && { ref }) };
}

function cellsOf(line: string): string[] | undefined {
  try {
    const [cells = []] = parse(line, { relax_column_count: true, trim: true });
    return cells;
  } catch {
    return undefined;
  }
}
