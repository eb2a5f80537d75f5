import { isAlias, isMap, isScalar, LineCounter, type ParsedNode, parseDocument, visit } from 'yaml';

/** A key at the top of a file, and what stands there. */
export interface Entry {
  key: string;
  line: number;
  /** `null` when nothing does. */
  node: ParsedNode | null;
}

/** Why a file cannot be read. */
export interface Unreadable {
  line?: number;
  /** One line. */
  message: string;
}

export type ReadYaml = ({ entries: Entry[] } & Source) | { unreadable: Unreadable };

/** Where a node stands, and how it is written. */
export interface Source {
  lineOf(node: ParsedNode): number;
  textOf(node: ParsedNode): string;
}

/** UTF-16 units; the time that the parser takes grows with the square of some texts. */
const maxLength = 32_768;
/** Brackets that a file may open, and columns in which a line may begin: both bound how deep the parser must go. */
const maxBrackets = 300;
const maxMargin = 60;

/**
 * Reads a file of answers, which is text of a student's: one map, without aliases and tags. Values are nodes and never
 * become objects, so that no key means more than its letters. Never throws.
 */
export function readYaml(bytes: Uint8Array): ReadYaml {
  const text = decode(bytes);
  if (text === undefined) return { unreadable: { message: 'it is no UTF-8 text' } };
  const oversized = sizeProblem(text);
  if (oversized) return { unreadable: oversized };
  const counter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: counter, uniqueKeys: false, prettyErrors: false });
    const lineOf = (node: ParsedNode) => counter.linePos(node.range[0]).line;
    const source: Source = { lineOf, textOf: ({ range }) => text.slice(range[0], range[1]) };
    const [error] = document.errors;
    if (error) {
      const message = (error.message.split('\n')[0] as string).replace(/; please use YAML\..*/, '');
      return { unreadable: { line: counter.linePos(error.pos[0]).line, message: `it is not valid YAML: ${message}` } };
    }
    let unwanted: Unreadable | undefined;
    visit(document, {
      Node(_key, node) {
        const found = isAlias(node) || node.anchor !== undefined ? 'anchors and aliases' : node.tag && 'tags';
        if (!found) return undefined;
        unwanted = { line: lineOf(node as ParsedNode), message: `${found} are not taken: write the answer itself` };
        return visit.BREAK;
      },
    });
    if (unwanted) return { unreadable: unwanted };
    const { contents } = document;
    if (contents === null || (isScalar(contents) && contents.value === null)) return { entries: [], ...source };
    if (!isMap(contents))
      return { unreadable: { line: lineOf(contents), message: 'it is no list of `question: answer`' } };
    const entries = contents.items.map(({ key, value }) => ({
      key: isScalar(key) ? (key.source ?? String(key.value)) : '',
      line: lineOf(key),
      node: value,
    }));
    return { entries, ...source };
  } catch (error) {
    return {
      unreadable: {
        message: `it is not valid YAML: ${error instanceof Error ? error.message : 'it cannot be parsed'}`,
      },
    };
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function sizeProblem(text: string): Unreadable | undefined {
  if (text.length > maxLength) return { message: `it is longer than ${maxLength} characters` };
  if ((text.match(/[[{]/g)?.length ?? 0) > maxBrackets)
    return { message: `it has more than ${maxBrackets} opening brackets` };
  const deep = text.split(/\r\n?|\n/).findIndex((line) => (/^[ \t?:-]*/.exec(line)?.[0].length ?? 0) > maxMargin);
  return deep === -1 ? undefined : { line: deep + 1, message: `its text begins beyond column ${maxMargin}` };
}
