import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LabError, messageOf } from '../core/errors.ts';
import { startOf } from '../core/processes.ts';
import type { Broker, OwnedProcess, ProcessSpec } from './broker.ts';
import { Journal, readJournal } from './journal.ts';
import { ownProcess } from './owned-process.ts';
import { runsFolder, type Storage } from './storage.ts';
import { processVariable, runVariable, sweepRun } from './sweep.ts';

/** What a worker needs to own things in a run that another process began. Plain data. */
export interface RunHandle {
  runId: string;
  directory: string;
  stateDirectory: string;
}

/** The broker of the process that owns the run. `sweep` is synchronous, for exit handlers; disposing sweeps too. */
export interface OwningBroker extends Broker {
  readonly handle: RunHandle;
  sweep(): void;
}

/** Begins a run: its journal first, then its directory. */
export function openBroker(storage: Storage): OwningBroker {
  const runId = `${process.pid}-${randomBytes(5).toString('hex')}`;
  const journal = new Journal(storage.stateDirectory, runId);
  const directory = join(runsFolder(storage), runId);
  journal.write({ kind: 'run', runId, owner: self(), directory, at: new Date().toISOString() });
  mkdirSync(directory, { mode: 0o711 });
  chmodSync(directory, 0o711);
  const sweep = () => {
    const content = readJournal(journal.path);
    if (content) sweepRun(content);
  };
  return {
    ...brokerOn(journal, runId, directory),
    handle: { runId, directory, stateDirectory: storage.stateDirectory },
    sweep,
    [Symbol.asyncDispose]: async () => sweep(),
  };
}

/** Joins a run from another process, whose own pid is journalled. Disposing of it ends what it started. */
export function joinBroker(handle: RunHandle, purpose: string): Broker {
  const journal = new Journal(handle.stateDirectory, handle.runId);
  journal.write({ kind: 'joined', by: self(), for: purpose });
  return brokerOn(journal, handle.runId, handle.directory);
}

function brokerOn(journal: Journal, runId: string, directory: string): Broker {
  const alive = new Set<OwnedProcess>();
  let count = 0;
  return {
    runId,
    directory,
    async makeDirectory(name, options = {}) {
      const path = join(directory, name);
      makeWithin(directory, name, options.mode ?? 0o700);
      chmodSync(path, options.mode ?? 0o700);
      if (options.owner && isRoot()) chownSync(path, options.owner.uid, options.owner.gid);
      return path;
    },
    async spawn(spec) {
      const id = ++count;
      journal.write({ kind: 'starting', id, label: spec.label });
      const owned = await start(spec, runId, id, (pid) =>
        journal.write({ kind: 'process', id, label: spec.label, pid, start: startOf(pid) ?? 'ended' }),
      );
      alive.add(owned);
      void owned.exited.then(() => alive.delete(owned));
      return owned;
    },
    entrust: (sweeper) => journal.write({ kind: 'outside', by: process.pid, ...sweeper }),
    async [Symbol.asyncDispose]() {
      await Promise.all([...alive].map((owned) => owned.kill()));
    },
  };
}

/** `detached`: a session of its own, so that a terminal's Ctrl-C ends our servers only by our own hand. */
async function start(
  spec: ProcessSpec,
  runId: string,
  id: number,
  started: (pid: number) => void,
): Promise<OwnedProcess> {
  const marks = { [runVariable]: runId, [processVariable]: `${runId}/${process.pid}/${id}` };
  const child = spawn(spec.command, [...spec.args], {
    cwd: spec.cwd,
    env: { ...spec.env, ...marks },
    stdio: spec.stdio ?? ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...(spec.owner && isRoot() ? { uid: spec.owner.uid, gid: spec.owner.gid } : {}),
  });
  if (child.pid === undefined) {
    const cause = await new Promise((resolve) => child.once('error', resolve));
    throw new LabError('START_FAILED', `${spec.label} did not start: ${messageOf(cause)}`, {
      where: spec.command,
      cause,
    });
  }
  started(child.pid);
  child.on('error', () => undefined); // a failed kill or send is seen by who asked for it
  return ownProcess(child, { pid: child.pid, mark: marks[processVariable], contained: spec.contained === true });
}

function self(): { pid: number; start: string } {
  return { pid: process.pid, start: startOf(process.pid) ?? 'unknown' };
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Like a recursive mkdir, but never makes the run's own directory again: that has gone when the run was swept. */
function makeWithin(directory: string, name: string, mode: number): void {
  let path = directory;
  for (const part of name.split('/')) {
    path = join(path, part);
    try {
      mkdirSync(path, { mode });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
