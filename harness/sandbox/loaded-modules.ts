import { decodeValue, type Json } from '../sdk/values.ts';

/** What became of each module: the names that it exports, or why it could not be loaded. */
export type LoadedModules = Record<string, LoadedModule | LoadFailure>;

export interface LoadedModule {
  functions: string[];
  /** Exports that are no functions. */
  others: string[];
}

interface LoadFailure {
  /** What the import threw: an Error in nearly every case. */
  error: unknown;
}

/** Reads the reply to `load`; `undefined` when it is no such reply. Throws a ValueError. */
export function readLoadedModules(reply: Json, modules: readonly string[]): LoadedModules | undefined {
  if (!isMembers(reply)) return undefined;
  const loaded: LoadedModules = {};
  for (const path of modules) {
    const found = Object.hasOwn(reply, path) ? reply[path] : undefined;
    if (!isMembers(found)) return undefined;
    if (found.error !== undefined) loaded[path] = { error: decodeValue(found.error) };
    else if (isNames(found.functions) && isNames(found.others)) {
      loaded[path] = { functions: found.functions, others: found.others };
    } else return undefined;
  }
  return loaded;
}

function isMembers(json: Json | undefined): json is Record<string, Json> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isNames(json: Json | undefined): json is string[] {
  return Array.isArray(json) && json.every((name) => typeof name === 'string');
}
