import { type ParsedFile, parseFiles } from './parse.ts';

/** Parses one made-up file, as if it stood at `path`. */
export function parsed(path: string, text: string): ParsedFile {
  const [file] = parseFiles([{ path, text }]);
  if (!file) throw new Error(`${path} is not TypeScript`);
  return file;
}
