import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

/**
 * Loads the modules of the submission as JavaScript where the harness has put it beside them, in `.lab/stripped/`:
 * Node's own stripper of types takes 40 ms to wake up, in each process anew. Lines and columns are the same.
 */
export function loadStripped(directory: string): void {
  const base = `file://${encodeURI(directory)}/`;
  registerHooks({
    load(url, context, next) {
      const path = url.startsWith(base) && !url.startsWith(`${base}.lab/`) ? decodeURI(url.slice(base.length)) : '';
      const source = /\.m?ts$/.test(path) && read(`${directory}/.lab/stripped/${path}`);
      return source
        ? { format: 'module', source: `${source}\n\n//# sourceURL=${url}`, shortCircuit: true }
        : next(url, context);
    },
  });
}

/** Not there where it cannot be stripped: Node then says what is wrong with it. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
