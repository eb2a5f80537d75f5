import type { RunningCluster } from '../cluster/cluster.ts';
import { formatLsn } from '../cluster/lsn.ts';
import type { EventWriter } from './event-log.ts';

/** Log lines of one node that are written down; lines that repeat count once. */
const lineLimit = 200;

/**
 * Writes down what happened to the servers and links of a check so far, with the times at which it happened: power,
 * faults, positions in the WAL that were read anyway, and the telling lines of the logs. Asks the servers nothing.
 */
export function writeClusterStory(cluster: RunningCluster, logs: ReadonlyMap<string, string>, say: EventWriter): void {
  for (const { at, links, spec, healedAt } of cluster.faults) {
    say('harness', 'fault', { spec, links, healedAt }, { at });
  }
  for (const { name: node, machine, readings } of cluster.nodes) {
    for (const { at, event, how } of machine.power) say('harness', 'power', { event, how }, { node, at });
    for (const { at, what, lsn } of readings) {
      say('harness', 'lsn', { what, position: formatLsn(lsn) }, { node, at });
    }
    for (const { at, ...line } of storyLines(logs.get(node) ?? '')) say('harness', 'log', line, { node, at });
  }
}

export interface StoryLine {
  at: number;
  severity: string;
  text: string;
  times: number;
  until: number;
}

/** Trouble of any kind, and of what goes well the lines that tell of roles, streams, restarts and changed settings. */
const telling = [
  /received promote request/,
  /selected new timeline ID/,
  /archive recovery complete/,
  /redo (starts|done) at/,
  /database system (is ready|was interrupted|was shut down|is shut down)/,
  /(fast|smart|immediate) shutdown request/,
  /entering standby mode/,
  /started streaming WAL/,
  /replication terminated by primary/,
  /is now a synchronous standby|is now a candidate for synchronous standby/,
  /parameter ".*" changed to|parameter ".*" cannot be changed/,
  /terminated by signal/,
];

/** The telling lines of a log, oldest first. Those that differ in numbers only are one, as a follower repeats itself. */
export function storyLines(log: string): StoryLine[] {
  const byShape = new Map<string, StoryLine>();
  for (const line of log.split('\n')) {
    const [, seconds, severity = '', text = ''] =
      /^(\d+\.\d+) \[\d+\] (PANIC|FATAL|ERROR|WARNING|LOG): {1,2}(.*)/.exec(line) ?? [];
    if (seconds === undefined || (severity === 'LOG' && !telling.some((pattern) => pattern.test(text)))) continue;
    const at = Math.round(Number(seconds) * 1000);
    const shape = `${severity} ${text}`.replace(/\d+/g, '#').slice(0, 120);
    const known = byShape.get(shape);
    if (known) {
      known.times += 1;
      known.until = at;
    } else byShape.set(shape, { at, severity, text: text.slice(0, 300), times: 1, until: at });
  }
  return [...byShape.values()].slice(-lineLimit);
}
