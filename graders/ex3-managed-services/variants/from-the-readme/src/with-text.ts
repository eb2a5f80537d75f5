import type { LabNode } from '#lab';
import { query } from './sql.ts';
import { until } from './until.ts';

/** What is found while a file of the server has another text. Afterwards it has its own again, byte for byte. */
export async function withText<T>(
  node: LabNode,
  file: string,
  change: (text: string) => string,
  find: () => Promise<T>,
): Promise<T> {
  const text = await node.readFile(file);
  try {
    await write(node, file, change(text));
    return await find();
  } finally {
    await write(node, file, text);
  }
}

/** A reload is asked for and comes later: it has come when a new session tells another moment of it. */
async function write(node: LabNode, file: string, text: string): Promise<void> {
  const before = await loadedAt(node.url);
  await node.writeFile(file, text);
  await query(node.url, 'SELECT pg_reload_conf()');
  await until(async () => (await loadedAt(node.url)) !== before || undefined);
}

async function loadedAt(url: string): Promise<string | undefined> {
  const [found] = await query<{ at: string }>(url, 'SELECT pg_conf_load_time()::text AS at');
  return found?.at;
}
