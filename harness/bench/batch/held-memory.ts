import { waitUntil } from '../../core/wait-until.ts';

/** Where a Node.js program listens for a debugger when it is sent SIGUSR1. */
const debuggers = 'http://127.0.0.1:9229/json/list';

/**
 * MiB that a Node.js program holds, after a collection of garbage: all of it but what V8 keeps free for later. Between
 * two collections more garbage gathers than a program holds, so its size by itself tells little of whether it grows.
 * The debugger stays no longer than it looks: a program that ends waits for one to leave. Throws where another program
 * listens there, or nothing does within 5 seconds.
 */
export async function heldMemory(pid: number): Promise<number> {
  process.kill(pid, 'SIGUSR1');
  const found = async () => (await fetch(debuggers).catch(() => undefined)) ?? false;
  const answer = await waitUntil('a debugger to be let in', found, { timeout: 5000 });
  const [target] = (await answer.json()) as { webSocketDebuggerUrl: string }[];
  if (!target) throw new Error(`nothing to debug at ${debuggers}`);
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  try {
    await opened(socket);
    await ask(socket, 'HeapProfiler.collectGarbage');
    const expression = 'JSON.stringify({ ...process.memoryUsage(), pid: process.pid })';
    const { result } = await ask(socket, 'Runtime.evaluate', { expression, returnByValue: true });
    const said = JSON.parse(String(result?.value)) as NodeJS.MemoryUsage & { pid: number };
    if (said.pid !== pid) throw new Error(`at ${debuggers} is process ${said.pid}, and not ${pid}`);
    return (said.rss - said.heapTotal + said.heapUsed) / 1024 ** 2;
  } finally {
    socket.close();
  }
}

/** A socket that does not open says so by an error, for which `once` of an event target would wait in vain. */
async function opened(socket: WebSocket): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`the debugger at ${debuggers} does not answer`));
  });
}

interface Said {
  result?: { value: unknown };
}

/** One request and its answer; the socket's end rejects. */
async function ask(socket: WebSocket, method: string, params: object = {}): Promise<Said> {
  const answered = Promise.withResolvers<Said>();
  socket.onmessage = ({ data }) => {
    const { id, result } = JSON.parse(data) as { id?: number; result: Said };
    if (id === 1) answered.resolve(result);
  };
  socket.onclose = () => answered.reject(new Error('the program has ended'));
  socket.send(JSON.stringify({ id: 1, method, params }));
  return await answered.promise;
}
