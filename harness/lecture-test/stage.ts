import type { Broker } from '../broker/broker.ts';
import type { RunningCluster } from '../cluster/cluster.ts';
import { deadline } from '../core/clock.ts';
import { LabError } from '../core/errors.ts';
import type { Engine } from '../engines/engine.ts';
import type { AnswerBlock, RunBlock } from '../lecture/blocks/collect-blocks.ts';
import type { Chapter } from '../lecture/chapter.ts';
import { nodeNames } from '../playground/names.ts';
import type { Outcome } from '../playground/outcome.ts';
import { performLabCommand } from '../playground/perform.ts';
import { Sessions } from '../playground/sessions.ts';
import { startNodes } from '../playground/start-nodes.ts';
import { parseLabCommands } from '../scenario/lab-commands.ts';
import { runBash, runTypeScript } from './programs.ts';
import { stableNames } from './stable-names.ts';

export interface StageOptions {
  broker: Broker;
  engine: Engine;
  /** Where programs find the project's packages. */
  root: string;
  nodePath: string;
}

/** What a chapter's blocks run on: its nodes, and the sessions that last from block to block. */
export interface Stage extends AsyncDisposable {
  /** Rejects for what is no answer: no node, no time. */
  run(block: RunBlock): Promise<Outcome>;
  /** The answer of what runs in the background. */
  answer(block: AnswerBlock): Promise<Outcome>;
}

/** Milliseconds that one block may take. */
const blockTimeout = 60_000;
let count = 0;

export async function openStage(options: StageOptions, chapter: Chapter): Promise<Stage> {
  count += 1;
  const { topology } = chapter;
  const cluster = await startNodes(options.engine, { id: `lecture-${count}`, topology, superuser: true });
  const sessions = new Sessions(cluster);
  const { nodes } = topology;
  return {
    async run(block) {
      const outcome = await inTime(runOn({ ...options, cluster, sessions, nodes }, block));
      return { ...outcome, text: stableNames(outcome.text, cluster) };
    },
    async answer({ node, session }) {
      const outcome = await inTime(sessions.answer(node, session));
      return { ...outcome, text: stableNames(outcome.text, cluster) };
    },
    async [Symbol.asyncDispose]() {
      await sessions[Symbol.asyncDispose]();
      await cluster?.[Symbol.asyncDispose]();
    },
  };
}

interface Running extends StageOptions {
  cluster: RunningCluster | undefined;
  sessions: Sessions;
  nodes: readonly string[];
}

async function runOn(stage: Running, { language, code, node, verbs }: RunBlock): Promise<Outcome> {
  const { cluster, sessions } = stage;
  if (language === 'lab') {
    for (const command of parseLabCommands(code, stage.nodes, () => undefined)) {
      await performLabCommand(clusterOf(cluster), command);
    }
    return { text: '', failure: undefined };
  }
  if (language === 'sql') {
    const { session } = verbs;
    if (!verbs.background) return await sessions.run(String(node), session, code);
    sessions.begin(String(node), session, code);
    return { text: '', failure: undefined };
  }
  const names = nodeNames(cluster, node);
  if (language === 'ts') return await runTypeScript(stage, code, names);
  return await runBash(stage, node === undefined ? undefined : clusterOf(cluster).node(node), code, names);
}

function clusterOf(cluster: RunningCluster | undefined): RunningCluster {
  if (cluster) return cluster;
  throw new LabError('BAD_LECTURE', 'the chapter has no nodes: see `topology:`');
}

/** The outcome, or an error when there is none in time. What runs on is ended with the stage. */
async function inTime(outcome: Promise<Outcome>): Promise<Outcome> {
  const late = Promise.withResolvers<never>();
  using _limit = deadline(blockTimeout, () => late.reject(new Error(`no answer within ${blockTimeout} ms`)));
  return await Promise.race([outcome, late.promise]);
}
