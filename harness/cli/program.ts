import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError, Command as Program } from 'commander';
import { LabError } from '../core/errors.ts';
import type { Command, Invocation } from './command.ts';

/** The commands, each in a file of its own, loaded when it is named or when help lists it. */
const commands: Record<string, () => Promise<{ default: Command }>> = {
  grade: () => import('./commands/grade.ts'),
  questions: () => import('./commands/questions.ts'),
  review: () => import('./commands/review.ts'),
  hint: () => import('./commands/hint.ts'),
  explain: () => import('./commands/explain.ts'),
  batch: () => import('./commands/batch.ts'),
  worker: () => import('./commands/worker.ts'),
  prove: () => import('./commands/prove.ts'),
  bench: () => import('./commands/bench.ts'),
  clean: () => import('./commands/clean.ts'),
  doctor: () => import('./commands/doctor.ts'),
  image: () => import('./commands/image.ts'),
  release: () => import('./commands/release.ts'),
  package: () => import('./commands/package.ts'),
  lab: () => import('./commands/lab.ts'),
  lecture: () => import('./commands/lecture.ts'),
  dev: () => import('./commands/dev.ts'),
};

/** Runs one command line. Returns its exit code; throws LabError for a wrong one. */
export async function runProgram(
  argv: readonly string[],
  shared: Omit<Invocation, 'words' | 'options'>,
): Promise<number> {
  let exitCode = 0;
  const program = new Program('lab').description('Grades the exercises of a course on database replication.');
  const there = Object.keys(commands).filter(isThere);
  const named = there.filter((name) => name === argv[0]);
  if (named.length === 0) named.push(...there);
  for (const name of named) {
    const { default: command } = await (commands[name] as () => Promise<{ default: Command }>)();
    const sub = program.command(name).usage(usageOf(command)).summary(command.summary).description(command.summary);
    for (const { name: word, means } of command.words) sub.argument(word, means);
    for (const { flags, means } of command.options) sub.option(flags, means);
    sub.addHelpText('after', `\nExamples:\n${command.examples.map((line) => `  ${line}`).join('\n')}`);
    sub.action(async (...given: unknown[]) => {
      const options = given.at(-2) as Invocation['options'];
      const words = given.slice(0, -2) as (string | undefined)[];
      exitCode = await command.run({ ...shared, words, options });
    });
  }
  for (const each of [program, ...program.commands]) {
    each.exitOverride().showHelpAfterError(false).allowExcessArguments(false);
    each.configureOutput({ writeOut: (text) => shared.stdout.write(text), writeErr: () => undefined });
  }
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    const next = named.length === 1 ? `npm run ${named[0]} -- --help` : 'npm run grade -- --help';
    throw new LabError('ARGUMENT', error.message.replace(/^error: /, '').replaceAll('\n', ' '), { next });
  }
  return exitCode;
}

/** A copy of the course that was handed out lacks the commands of authors and instructors. */
function isThere(name: string): boolean {
  return existsSync(join(import.meta.dirname, 'commands', `${name}.ts`));
}

/** As it is typed: through npm, where options come after `--`. */
function usageOf(command: Command): string {
  return [...command.words.map(({ name }) => name), command.options.length > 0 ? '[-- options]' : ''].join(' ').trim();
}
