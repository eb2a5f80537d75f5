import { join } from 'node:path';
import { readConfig } from '../../config/config.ts';
import { listExercises, shortName } from '../../course/course.ts';
import { type Style, styleFor, type Tone } from '../../reports/style.ts';
import type { Command, Invocation } from '../command.ts';
import type { Finding, Probe } from '../doctor/probe.ts';

const command: Command = {
  name: 'doctor',
  summary: 'Say what this machine has and what it lacks, with the next command for each gap.',
  words: [],
  options: [
    { flags: '--pg-bin <dir>', means: 'look at the PostgreSQL programs of this directory' },
    { flags: '--json', means: 'print what was found as JSON and nothing else' },
    { flags: '--no-color', means: 'no colours' },
  ],
  examples: [
    'npm run doctor',
    'npm run doctor -- --pg-bin /usr/lib/postgresql/15/bin',
    '',
    'Exit code: 0 ready, 2 something keeps the course from grading here.',
  ],
  run,
};
export default command;

async function run(invocation: Invocation): Promise<number> {
  const { cwd, env, options, stdout } = invocation;
  const { examine } = await import('../doctor/probe.ts');
  const config = readConfig({ options, env, cwd, terminal: stdout.isTTY === true });
  const style = styleFor(config.color);
  const findings: Finding[] = [];
  for (const probe of await probes(invocation, config.pgBin)) {
    const finding = await examine(probe);
    findings.push(finding);
    if (!config.json) stdout.write(`${inWords(finding, style).join('\n')}\n`);
  }
  const gaps = findings.filter(({ state }) => state === 'gap').length;
  if (config.json) stdout.write(`${JSON.stringify({ ready: gaps === 0, findings }, null, 2)}\n`);
  else
    stdout.write(
      gaps === 0
        ? `\nReady: npm run grade ${shortName(listExercises(invocation.root)[0] ?? 'ex1')}\n`
        : `\n${gaps} of them ${gaps === 1 ? 'keeps' : 'keep'} the course from grading here.\n`,
    );
  return gaps === 0 ? 0 : 2;
}

async function probes(invocation: Invocation, pgBin: string | undefined): Promise<Probe[]> {
  const { machineProbes } = await import('../doctor/machine.ts');
  const { postgresProbes } = await import('../doctor/postgres.ts');
  const { containerProbes } = await import('../doctor/containers.ts');
  const { startOne } = await import('../doctor/cluster.ts');
  return [
    ...machineProbes(invocation.env, join(invocation.root, '.runs')),
    ...postgresProbes(invocation.env, pgBin),
    ...containerProbes(invocation.env),
    { name: 'a cluster', look: () => startOne(invocation, pgBin) },
  ];
}

const marks: Record<Finding['state'], [mark: string, tone: Tone]> = {
  ok: ['✓', 'green'],
  note: ['·', 'yellow'],
  gap: ['✗', 'red'],
};

function inWords({ found, name, next, state }: Finding, style: Style): string[] {
  const [mark, tone] = marks[state];
  const line = `${style(tone, mark)} ${name.padEnd(18)} ${found}`;
  return next === undefined ? [line] : [line, `${' '.repeat(21)}next: ${next}`];
}
