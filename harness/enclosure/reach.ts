import type { Targets } from './canaries.ts';

/** What a program has reached: true is bad. */
export interface Reach {
  files: boolean;
  network: boolean;
  processes: boolean;
  memory: boolean;
}

/**
 * Reaches for each target. It is run from its own text inside enclosures, so it uses nothing but what stands in it. The
 * process is signalled last and only with 0: to be able to is enough.
 */
export async function reach({ file, port, pid, bytes }: Targets): Promise<Reach> {
  const fs = process.getBuiltinModule('node:fs');
  const net = process.getBuiltinModule('node:net');
  const succeeds = (attempt: () => unknown) => {
    try {
      attempt();
      return true;
    } catch {
      return false;
    }
  };
  const network = new Promise<boolean>((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(true));
    socket.once('connect', () => socket.destroy());
    socket.once('error', () => resolve(false));
  });
  const held: ArrayBuffer[] = [];
  const step = 256 * 1024 ** 2;
  const memory = succeeds(() => {
    for (let all = 0; all < bytes; all += step) held.push(new ArrayBuffer(step)); // reserved, and never touched
  });
  held.length = 0;
  return {
    files: succeeds(() => fs.readFileSync(file)),
    network: await network,
    processes: succeeds(() => process.kill(pid, 0)),
    memory,
  };
}

/** The same as a program that prints its result as JSON. */
export function reachProgram(targets: Targets): string {
  return `(${reach})(${JSON.stringify(targets)}).then((reached) => console.log(JSON.stringify(reached)))`;
}
