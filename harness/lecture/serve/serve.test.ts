import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beginning, madeUpLecture } from '../testing/made-up.ts';
import { serveLecture } from './serve.ts';

const theme = join(import.meta.dirname, '..', '..', '..', 'lecture', 'theme');

test('a page is served to this machine, and loads itself again after a change; a problem is said', async () => {
  using lecture = madeUpLecture('');
  cpSync(theme, join(lecture.root, 'lecture', 'theme'), { recursive: true });
  const said: string[] = [];
  await using server = await serveLecture({
    root: lecture.root,
    port: 0,
    exercises: async () => [],
    say: (line) => said.push(line),
  });
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const page = async (name: string) => await (await fetch(server.url + name)).text();
  expect(await page('')).toContain('Made up');
  expect(await page('01-made-up.html')).toContain("new EventSource('/events')");
  expect((await fetch(`${server.url}no-page.html`)).status).toBe(404);
  const events = await fetch(`${server.url}events`);
  const news = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  lecture.write('lecture/01-made-up.md', `${beginning()}\nChanged.\n\n## No id\n`);
  let heard = '';
  while (!heard.includes('data: built')) heard += (await news?.read())?.value ?? '';
  expect(await page('01-made-up.html')).toContain('Changed.');
  expect(said).toContainEqual(expect.stringContaining('lecture/01-made-up.md:10  the section "No id" has no id'));
  await news?.cancel();
});

test('a port that is taken is said with another to try', async () => {
  using lecture = madeUpLecture('');
  cpSync(theme, join(lecture.root, 'lecture', 'theme'), { recursive: true });
  const options = { root: lecture.root, exercises: async () => [], say: () => undefined };
  await using server = await serveLecture({ ...options, port: 0 });
  const port = Number(new URL(server.url).port);
  await expect(serveLecture({ ...options, port })).rejects.toThrow(`cannot serve on port ${port}`);
});
