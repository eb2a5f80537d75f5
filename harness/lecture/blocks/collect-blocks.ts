import type { Token } from 'markdown-it';
import { notOneOf } from '../../core/not-one-of.ts';
import { parseLabCommands } from '../../scenario/lab-commands.ts';
import type { Topology } from '../../scenario/topology.ts';
import { type BlockLanguage, blockLanguages, parseOutputWords, parseVerbs, type Verbs } from './verbs.ts';

/** One thing of a chapter that runs, or says why it does not. */
export type Block = RunBlock | AnswerBlock;

export interface RunBlock {
  kind: 'run';
  language: BlockLanguage;
  code: string;
  /** Of the opening fence, from 1. */
  line: number;
  verbs: Verbs;
  /** Where it runs; undefined: on no node. */
  node: string | undefined;
  output: Output | undefined;
}

/** The place where the answer of a statement in the background is awaited and shown. */
export interface AnswerBlock {
  kind: 'answer';
  line: number;
  node: string;
  session: string;
  output: Output;
}

/** An `output` fence. */
export interface Output {
  text: string;
  /** Lines of the opening and of the closing fence, from 1. */
  line: number;
  endLine: number;
}

type Say = (line: number, problem: string) => void;

/** The blocks of a chapter in their order, with their outputs. Says each problem. */
export function collectBlocks(tokens: readonly Token[], topology: Topology, say: Say): Block[] {
  const blocks: Block[] = [];
  const open = new Map<string, number>();
  for (const [at, token] of tokens.entries()) {
    if (token.type !== 'fence') continue;
    const line = lineOf(token);
    const { language, words } = splitInfo(token.info);
    if (language === 'output') {
      const block = answerBlock(token, words, topology, say);
      if (block) {
        if (!open.delete(sessionKey(block))) say(line, `nothing runs in the background of session ${block.session}`);
        blocks.push(block);
      } else if (!takesOutput(tokens[at - 1])) {
        say(line, 'an output fence stands after the `run` block that prints it');
      }
    } else if (isBlockLanguage(language)) {
      const block = runBlock(token, language, words, tokens[at + 1], topology, say);
      if (block.verbs.background) open.set(sessionKey({ node: block.node, session: block.verbs.session }), line);
      blocks.push(block);
    } else if (words !== '') {
      say(line, `only ${blockLanguages.join(', ')} and output have words after them: ${words}`);
    }
  }
  for (const line of open.values()) say(line, 'no later `output session=…` waits for this background block');
  return blocks;
}

/** A fence's language and the words after it. */
export function splitInfo(info: string): { language: string; words: string } {
  const [, language = '', words = ''] = /^\s*(\S*)\s*(.*?)\s*$/.exec(info) ?? [];
  return { language, words };
}

/** Whether the fence is an output that waits for a session, and so stands alone. */
export function isAnswer(token: Token): boolean {
  const { language, words } = splitInfo(token.info);
  return token.type === 'fence' && language === 'output' && /\bsession=/.test(words);
}

function runBlock(
  token: Token,
  language: BlockLanguage,
  words: string,
  next: Token | undefined,
  topology: Topology,
  say: Say,
): RunBlock {
  const line = lineOf(token);
  const verbs = parseVerbs(language, words, (problem) => say(line, problem));
  const node = verbs.node ?? defaultNode(language, topology);
  const onNode = language === 'sql' || (language === 'bash' && topology.nodes.length > 0) || verbs.node !== undefined;
  if (verbs.mode === 'run' && onNode) checkNode(node, topology, (problem) => say(line, problem));
  if (language === 'lab') parseLabCommands(token.content, topology.nodes, (at, problem) => say(line + at, problem));
  const output = isPlainOutput(next) ? outputOf(next) : undefined;
  const wants = verbs.mode === 'run' && !verbs.silent && !verbs.background;
  if (wants && !output) say(line, 'an `output` fence must follow (or the block is `silent`); fill it with --update');
  if (!wants && output && verbs.mode === 'run') say(output.line, 'the block before it is silent or in the background');
  return { kind: 'run', language, code: token.content, line, verbs, node, output };
}

function answerBlock(token: Token, words: string, topology: Topology, say: Say): AnswerBlock | undefined {
  const line = lineOf(token);
  const { node = defaultNode('sql', topology), session } = parseOutputWords(words, (problem) => say(line, problem));
  if (session === undefined) return undefined;
  checkNode(node, topology, (problem) => say(line, problem));
  return { kind: 'answer', line, node: node ?? '', session, output: outputOf(token) };
}

function takesOutput(token: Token | undefined): boolean {
  return token?.type === 'fence' && isBlockLanguage(splitInfo(token.info).language);
}

function isPlainOutput(token: Token | undefined): token is Token {
  return token?.type === 'fence' && splitInfo(token.info).language === 'output' && !isAnswer(token);
}

function isBlockLanguage(language: string): language is BlockLanguage {
  return (blockLanguages as readonly string[]).includes(language);
}

function outputOf(token: Token): Output {
  return { text: token.content, line: lineOf(token), endLine: token.map?.[1] ?? 0 };
}

function lineOf(token: Token): number {
  return (token.map?.[0] ?? 0) + 1;
}

/** The leader, or the only node. A module of TypeScript runs on no node. */
export function defaultNode(language: BlockLanguage, { nodes }: Topology): string | undefined {
  if (language === 'ts' || language === 'lab') return undefined;
  return nodes.includes('leader') ? 'leader' : nodes.length === 1 ? nodes[0] : undefined;
}

function checkNode(node: string | undefined, { nodes }: Topology, say: (problem: string) => void): void {
  if (node === undefined) say(`say node=…; there are: ${nodes.join(', ') || 'none (see `topology:`)'}`);
  else if (!nodes.includes(node)) say(notOneOf('node', node, nodes));
}

function sessionKey({ node, session }: { node: string | undefined; session: string }): string {
  return `${node} ${session}`;
}
