import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listExercises } from '../course/course.ts';
import { findImports } from '../quality/find-imports.ts';
import { parseFiles } from '../quality/parse.ts';
import { isTypeScript, repository } from '../quality/source-tree.ts';
import { fileRules, packageRules, type Recipient, scriptRules } from './contents.ts';
import { copyOfCourse } from './copy-of-course.ts';
import { courseFiles, filesFor } from './course-files.ts';
import { type PackageJson, unclassifiedIn } from './package-json.ts';

const slugs = listExercises(repository);
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as PackageJson;

test('somebody has said of each file of the course for whom it is, in harness/release/contents.ts', () => {
  expect(filesFor('student', repository, slugs).unclassified).toEqual([]);
});

test('somebody has said of each command and each package for whom it is', () => {
  expect(unclassifiedIn(manifest)).toEqual([]);
  expect(unclassifiedIn({ ...manifest, scripts: { nobody: '' }, dependencies: { knows: '1' } })).toEqual([
    'nobody',
    'knows',
  ]);
});

test('each rule is needed: it decides about something', () => {
  const packages = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  const idle = [
    ...fileRules.filter((rule) => !decided(fileRules, [...courseFiles(repository), ...madeUp]).has(rule)),
    ...packageRules.filter((rule) => !decided(packageRules, Object.keys(packages)).has(rule)),
    ...scriptRules.filter((rule) => !decided(scriptRules, Object.keys(manifest.scripts ?? {})).has(rule)),
  ];
  expect(idle).toEqual([]);
});

/** What an exercise may have, and none has yet. */
const madeUp = ['graders/ex1-streaming-replication/hidden.test.ts'];

function decided<R extends { what: RegExp }>(rules: readonly R[], names: readonly string[]): Set<R | undefined> {
  return new Set(names.map((name) => rules.find(({ what }) => what.test(name))));
}

describe.for<Recipient>(['student', 'gradescope'])('the copy for %s', (recipient) => {
  const { files } = copyOfCourse(recipient, repository, slugs);
  const sources = [...files].filter(([path]) => isTypeScript(path));
  const texts = sources.map(([path, bytes]) => ({ path, text: bytes.toString() }));
  const loaded = parseFiles(texts)
    .flatMap(findImports)
    .filter(({ typeOnly }) => !typeOnly);
  const asked = JSON.parse(String(files.get('package.json'))) as PackageJson;

  test('each file that a file of it loads is in it, but for commands of others', () => {
    const missing = loaded.filter(({ to }) => to !== undefined && !files.has(to));
    const commands = missing.filter(({ from, dynamic }) => dynamic && from === 'harness/cli/program.ts');
    expect(missing.filter((each) => !commands.includes(each)).map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  test('each package that a file of it loads is in its package.json', () => {
    const packages = loaded.flatMap(({ specifier }) => /^(?!node:)(@[^/]+\/[^/]+|[\w-]+)/.exec(specifier)?.[0] ?? []);
    expect([...new Set(packages)].filter((name) => asked.dependencies?.[name] === undefined)).toEqual([]);
  });

  test('its lock file has what its package.json asks for, in the same versions, and less than the whole', () => {
    const { packages } = JSON.parse(String(files.get('package-lock.json')));
    for (const [name, version] of Object.entries({ ...asked.dependencies, ...asked.optionalDependencies }))
      expect(packages[`node_modules/${name}`]).toMatchObject({ version });
    expect(packages['node_modules/knip']).toBeUndefined();
    expect(packages['']).toMatchObject({ dependencies: asked.dependencies, devDependencies: asked.devDependencies });
  });

  test('its scripts run commands that it has', () => {
    for (const script of Object.values(asked.scripts ?? {})) {
      const [, command] = /^sh harness\/cli\/lab\.sh (\w+)/.exec(script) ?? [];
      expect(files.has(`harness/cli/commands/${command}.ts`)).toBe(true);
    }
  });
});
