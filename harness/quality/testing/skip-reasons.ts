import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/** Says at the end of a run which tests this machine cannot run, and why. */
export class SkipReasons implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    // Where some tests are chosen by name, all others count as skipped.
    if (!this.#vitest || this.#vitest.config.testNamePattern) return;
    const lines = skipLines(modules.flatMap((module) => [...module.children.allTests()]));
    if (lines !== '') this.#vitest.logger.log(lines);
  }
}

/** Each reason with how many tests it keeps from running; empty where none. */
function skipLines(tests: readonly TestCase[]): string {
  const skipped = tests.filter((test) => test.result().state === 'skipped');
  if (skipped.length === 0) return '';
  const reasons = Object.entries(Object.groupBy(skipped, reasonOf));
  const lines = reasons.map(([reason, of = []]) => `${String(of.length).padStart(6)}  ${reason}`);
  return `\nNot run on this machine (npm run doctor says what it lacks):\n${lines.join('\n')}\n`;
}

/** In a title, in brackets at the end of a group's or of the test's own. */
const inTitle = /\((?:skipped|not here): (.*?)\)(?= > |$)/;

function reasonOf(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  return note ?? inTitle.exec(test.fullName)?.[1] ?? test.fullName;
}
