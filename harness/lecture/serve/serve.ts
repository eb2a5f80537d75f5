import { watch } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { LabError, messageOf } from '../../core/errors.ts';
import type { LinkedExercise } from '../course.ts';
import { buildSite, type Site } from '../site/build-site.ts';

export interface ServeOptions {
  root: string;
  /** 0: any free one. */
  port: number;
  exercises: () => Promise<LinkedExercise[]>;
  /** One line for the author, at each build. */
  say: (line: string) => void;
}

export interface LectureServer extends AsyncDisposable {
  url: string;
}

/** Milliseconds of quiet after a change before the site is built again: editors write a file in steps. */
const quiet = 60;

const types: Record<string, string> = { html: 'text/html', css: 'text/css', js: 'text/javascript' };

/** What runs in the page is read at each build too. */
const pageScripts = ['client', 'figures'].map((name) => join(import.meta.dirname, '..', name));

/** The page asks for news, and loads itself again when there is some. */
const reload = `<script>new EventSource('/events').onmessage = () => location.reload();</script>\n`;

/**
 * Serves the lecture from memory, to this machine only, and builds it again when a source changes. Problems are said,
 * and the pages shown as far as they go. Throws START_FAILED when the port is taken.
 */
export async function serveLecture(options: ServeOptions): Promise<LectureServer> {
  const { root, say } = options;
  const listeners = new Set<ServerResponse>();
  let site: Site | undefined;
  let building: Promise<void> = Promise.resolve();
  const rebuild = async () => {
    try {
      site = await buildSite(root, await options.exercises(), reload);
      for (const { file, line, problem } of site.lecture.problems.list) say(`${file}:${line}  ${problem}`);
      say(`${new Date().toLocaleTimeString('en-GB')}  built, ${site.lecture.problems.list.length} problems`);
    } catch (error) {
      say(messageOf(error));
    }
    for (const listener of listeners) listener.write('data: built\n\n');
  };
  await rebuild();

  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url ?? '/', 'http://lecture').pathname.slice(1)) || 'index.html';
    if (name === 'events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write('\n');
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
      return;
    }
    const text = site?.files.get(name);
    const type = types[name.split('.').at(-1) ?? ''] ?? 'text/plain';
    response.writeHead(text === undefined ? 404 : 200, {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-store',
    });
    response.end(text ?? `no page ${name}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const next = 'npm run lecture -- --port 0';
      reject(new LabError('START_FAILED', `cannot serve on port ${options.port}`, { next, cause }));
    });
    server.listen(options.port, '127.0.0.1', resolve);
  });

  let timer: NodeJS.Timeout | undefined;
  const watchers = [join(root, 'lecture'), ...pageScripts].map((folder) =>
    watch(folder, { recursive: true }, (_event, name) => {
      if (name?.startsWith('site')) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        building = building.then(rebuild);
      }, quiet);
    }),
  );
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      for (const listener of listeners) listener.end();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await building;
    },
  };
}
