import { posix } from 'node:path';
import type { Finding } from './finding.ts';
import { relativeText, studentFrames } from './frames.ts';
import { declaresType, fileMessage, packageMessage, typeMessage } from './import-findings.ts';
import { findImports } from './import-scan.ts';
import type { SubmissionText } from './submission-text.ts';

/** Turns what Node said when it could not load `module` into one line with the cure. */
export function loadFinding(module: string, thrown: unknown, directory: string, submission: SubmissionText): Finding {
  if (!(thrown instanceof Error))
    return { path: module, message: 'it throws while it is imported, something that is no Error' };
  const message = relativeText(thrown.message, directory);
  const place = placeOf(thrown.stack, directory);
  const code = (thrown as { code?: unknown }).code;
  const explain = typeof code === 'string' ? explainers[code] : undefined;
  const explained = explain?.(message, submission) ?? explainExport(message, place, submission);
  if (explained) return { path: module, ...place, ...explained };
  if (thrown.name === 'SyntaxError') return { path: module, ...place, message: `syntax error: ${message}` };
  return { path: module, ...place, message: `it throws while it is imported: ${thrown.name}: ${message}` };
}

interface Place {
  path: string;
  line: number;
}

/** Node puts the place of a syntax error in front of the stack; other errors have frames. */
function placeOf(stack: string | undefined, directory: string): Place | undefined {
  const first = relativeText(stack?.split('\n', 1)[0] ?? '', directory);
  const frame = studentFrames(stack, directory)?.split('\n', 1)[0];
  const found = /^([^:]+):(\d+)$/.exec(first) ?? /([^ (:]+):(\d+):\d+\)?$/.exec(frame ?? '');
  return found?.[1] && found[2] ? { path: found[1], line: Number(found[2]) } : undefined;
}

type Explain = (message: string, submission: SubmissionText) => (Partial<Place> & { message: string }) | undefined;

const explainers: Record<string, Explain> = {
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX: (message) => ({ message: unsupportedMessage(message) }),
  ERR_INVALID_TYPESCRIPT_SYNTAX: (message) => ({ message: `syntax error: ${message}` }),
  ERR_UNSUPPORTED_DIR_IMPORT: explainNotFound,
  ERR_MODULE_NOT_FOUND: explainNotFound,
  ERR_UNKNOWN_BUILTIN_MODULE: (message) => ({ message: `Node has no module ${message.split(': ')[1] ?? ''}` }),
  ERR_IMPORT_ATTRIBUTE_MISSING: () => ({ message: "an import of JSON needs `with { type: 'json' }` behind it" }),
  ERR_PACKAGE_IMPORT_NOT_DEFINED: explainNotFound,
};

/** Also for what `stripTypeScriptTypes` says. */
export function unsupportedMessage(message: string): string {
  if (/\benum\b/.test(message)) return "an enum cannot run: write a union, `type Mode = 'a' | 'b'`, or a const object";
  if (/namespace|module/.test(message)) return 'a namespace cannot run: put its members into a file of their own';
  if (/parameter property/.test(message)) {
    return 'a parameter property cannot run: declare the field and assign it in the constructor';
  }
  return `this TypeScript cannot run: ${message}`;
}

function explainNotFound(message: string, submission: SubmissionText): ReturnType<Explain> {
  const [, what, importer] = /["'](.+?)["'].* imported from (\S+)$/.exec(message) ?? [];
  if (!what || !importer) return undefined;
  const text = submission.read(importer) ?? '';
  const resolved = (specifier: string) => posix.join(posix.dirname(importer), specifier).replace(/\/$/, '');
  const isMeant = ({ specifier }: { specifier: string }) =>
    specifier === what || specifier.startsWith(`${what}/`) || resolved(specifier) === what.replace(/\/$/, '');
  const found = findImports(text).find(isMeant);
  const place = { path: importer, line: found?.line };
  if (/^Cannot find package/.test(message)) return { ...place, message: packageMessage(what) };
  if (what.startsWith('#')) return { ...place, message: `nothing is known as ${what}: only '#lab' is` };
  return { ...place, message: fileMessage(found?.specifier ?? what, what.replace(/\/$/, ''), submission) };
}

function explainExport(message: string, place: Place | undefined, submission: SubmissionText): ReturnType<Explain> {
  const found = /requested module '(.+)' does not provide an export named '(.+)'/.exec(message);
  const [, specifier, name] = found ?? [];
  if (!specifier || !name) return undefined;
  const target = specifier.startsWith('.') && place ? posix.join(posix.dirname(place.path), specifier) : undefined;
  const isType = target ? declaresType(submission.read(target), name) : submission.labTypes.has(name);
  if (isType) return { message: typeMessage(name, specifier) };
  if (name === 'default') return { message: `'${specifier}' has no default export: import by name, in braces` };
  const perhaps = `; if it is a type, write \`import type { ${name} } from '${specifier}'\``;
  return { message: `'${specifier}' does not export \`${name}\`${target || specifier === '#lab' ? '' : perhaps}` };
}
