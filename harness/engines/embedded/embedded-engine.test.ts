import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pairRecipe } from '../../cluster/recipe.ts';
import { findEnclosureTools } from '../../enclosure/tools.ts';
import { describeEngineContract } from '../engine-contract.ts';
import { describeLinksContract } from '../links-contract.ts';
import { debian15, openEngineForTest } from './open-for-test.ts';

describeEngineContract('embedded, PostgreSQL from npm', () => openEngineForTest());
describeLinksContract('embedded', () => openEngineForTest());
if (existsSync(debian15))
  describeEngineContract('embedded, PostgreSQL 15', () => openEngineForTest({ pgBin: debian15 }));

const tools = findEnclosureTools();
if ('missing' in tools) test.skip(`the engine contract: embedded, in an enclosure: ${tools.missing}`);
else {
  describeEngineContract('embedded, in an enclosure', () => openEngineForTest({ enclosure: tools }));
  describeLinksContract('embedded, in an enclosure', () => openEngineForTest({ enclosure: tools }));
}

test.runIf(process.platform === 'linux')('servers that are killed leave no shared memory', async () => {
  await using opened = await openEngineForTest();
  let pid: number;
  let mapped: string[];
  {
    const spec = { id: 'shm', name: 'leader', data: 'leader', recipe: pairRecipe } as const;
    await using machine = await opened.engine.createMachine(spec);
    await machine.start();
    await machine.kill();
    const settings = '-c unix_socket_directories= -c dynamic_shared_memory_type=posix';
    const started = await machine.run(`pg_ctl start -l "$HOME/log" -o "${settings}"`);
    expect(started.exitCode).toBe(0);
    pid = Number.parseInt((await machine.readFile('postmaster.pid')).split('\n')[0] ?? '', 10);
    mapped = segmentsOf(pid);
    expect(mapped).not.toEqual([]);
    await machine.kill();
    expect(creators()).toContain(pid);
  }
  expect(creators()).not.toContain(pid);
  expect(mapped.filter((path) => existsSync(path))).toEqual([]);
});

/** The POSIX segments that a server has mapped. Those of servers beside it come and go meanwhile. */
function segmentsOf(pid: number): string[] {
  const maps = readFileSync(`/proc/${pid}/maps`, 'latin1');
  return [...new Set(maps.match(/\/dev\/shm\/PostgreSQL\.\d+/g))];
}

/** The pids that made the machine's System V segments. */
function creators(): number[] {
  const rows = readFileSync('/proc/sysvipc/shm', 'latin1').trim().split('\n').slice(1);
  return rows.map((row) => Number(row.trim().split(/\s+/)[4]));
}
