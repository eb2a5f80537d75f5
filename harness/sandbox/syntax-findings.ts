import { stripTypeScriptTypes } from 'node:module';
import { deadline } from '../core/clock.ts';
import { collect } from '../core/collect.ts';
import type { Finding } from './finding.ts';
import { unsupportedMessage } from './load-findings.ts';
import type { StagedSubmission } from './staging.ts';
import type { Trial } from './student-spec.ts';
import type { SubmissionText } from './submission-text.ts';

/** What Node's type stripper says about a TypeScript module; `undefined` when it takes it. */
export function stripFinding(path: string, submission: SubmissionText): Finding | undefined {
  const text = submission.read(path);
  if (text === undefined || !/\.m?ts$/.test(path)) return undefined;
  try {
    stripTypeScriptTypes(text);
    return undefined;
  } catch (error) {
    const { message, stack, code } = error as Error & { code?: string };
    const line = Number(/^:(\d+)$/m.exec(stack ?? '')?.[1]);
    const said =
      code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' ? unsupportedMessage(message) : `syntax error: ${message}`;
    return { path, line: Number.isNaN(line) ? undefined : line, message: said };
  }
}

/** Files that are looked at, and milliseconds for each. */
const fileLimit = 30;
const checkDeadline = 5000;

/** Lets Node check the files one by one, without running them, until one has the error with this message. */
export async function locateSyntaxError(
  message: string,
  staged: StagedSubmission,
  trial: Trial,
): Promise<{ path: string; line: number } | undefined> {
  for (const path of staged.taken.filter((name) => /\.m?[jt]s$/.test(name)).slice(0, fileLimit)) {
    const said = await nodeCheck(path, staged, trial);
    const place = /^(?:file:\/\/)?(\S.*):(\d+)$/m.exec(said);
    if (place?.[1]?.endsWith(`/${path}`) && said.includes(message)) return { path, line: Number(place[2]) };
  }
  return undefined;
}

/** What `node --check` prints; it is cut at 16 KiB. */
async function nodeCheck(path: string, { compileCache, directory }: StagedSubmission, trial: Trial): Promise<string> {
  const { broker, launcher, nodePath, owner } = trial;
  const work = { nodePath, directory, compileCache, args: ['--check', path], owner };
  await using program = await launcher.start(broker, 'node --check', work);
  using _clock = deadline(checkDeadline, () => void program.kill());
  const said = program.printed.map(({ from }) => collect(from, 16_384));
  program.output.resume();
  await program.exited;
  await program.lastWords(checkDeadline);
  return said.map((each) => each.text()).join('');
}
