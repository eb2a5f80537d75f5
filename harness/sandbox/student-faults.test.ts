import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { waitUntil } from '../core/wait-until.ts';
import { lab } from './lab-argument.ts';
import { exerciseWith, faultOf, openWorkshop, pair, stranger, type Workshop } from './testing.ts';

vi.setConfig({ testTimeout: 30_000 });

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop[Symbol.asyncDispose]());

const main = (text: string) => ({ 'src/main.ts': text });

/** Calls `main` of a program that is this text, and returns the fault that this ends with. */
async function faultOfMain(text: string, args: unknown[] = [], deadline = 5000) {
  await using student = await workshop.start(main(text), { exercise: exerciseWith('src/main.ts', ['main'], deadline) });
  return await faultOf(student.call('main', args));
}

describe('wrong', () => {
  test('an exception is shown with the frames of the submission only', async () => {
    const fault = await faultOfMain(`
      import { setTimeout } from 'node:timers/promises';
      const read = async () => {
        await setTimeout(1);
        return (undefined as any).rows;
      };
      export async function main() {
        await Promise.all([read()]);
      }`);
    expect(fault.cause).toBe('wrong');
    expect(fault.message).toBe("main threw TypeError: Cannot read properties of undefined (reading 'rows')");
    expect(fault.stack).toBe('read (src/main.ts:5:35)\nasync main (src/main.ts:8:9)');
  });

  test.each([
    ['undefined', 'main threw the value undefined'],
    ['null', 'main threw the value null'],
    ['"text"', 'main threw the value "text"'],
    ['{ a: 1 }', 'main threw the value of an object that is no Error'],
    ['Symbol("s")', 'main threw Error: a thrown symbol that cannot be shown'],
    ['new Proxy({}, { ownKeys() { throw 1; } })', 'main threw Error: a thrown object that cannot be shown'],
  ])('throw %s survives', async (thrown, message) => {
    const fault = await faultOfMain(`export async function main() { throw ${thrown}; }`);
    expect(fault).toMatchObject({ cause: 'wrong', message });
  });

  test('what cannot cross is named by its path', async () => {
    const fault = await faultOfMain(
      `export function main() { const row: any = {}; row.next = row; return { rows: [row] }; }`,
    );
    const message = 'main returned what cannot cross: value.rows[0].next is a cycle: an object that contains itself';
    expect(fault).toMatchObject({ cause: 'wrong', message });
  });

  test('a value larger than a line may be is refused by the program itself', async () => {
    const fault = await faultOfMain(`export const main = () => 'x'.repeat(2 ** 20);`);
    expect(fault).toMatchObject({
      cause: 'wrong',
      message: 'main returned what cannot cross: value is larger than 1024 KiB',
    });
  });

  test('a module that throws when it is loaded fails the start', async () => {
    const fault = await faultOf(workshop.start(main(`\nexport const main = undefinedName;`)));
    expect(fault.message).toBe('src/main.ts could not be loaded: ReferenceError: undefinedName is not defined');
    expect(fault.stack).toBe('src/main.ts:2:21');
  });
});

describe('timeout', () => {
  test('a call that never settles ends the process', async () => {
    const fault = await faultOfMain('export const main = () => new Promise(() => {});', [], 100);
    expect(fault).toMatchObject({ cause: 'timeout', message: 'main did not finish within 100 ms' });
  });

  test('a synchronous loop is ended from outside', async () => {
    expect((await faultOfMain('export const main = () => { for (;;); };', [], 100)).cause).toBe('timeout');
  });

  test('SIGTERM and SIGINT handlers do not help', async () => {
    const text = `
      for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => {});
      export const main = () => new Promise(() => {});`;
    expect((await faultOfMain(text, [], 100)).cause).toBe('timeout');
  });

  test('a module that never finishes loading is ended', async () => {
    const fault = await faultOf(workshop.start(main('await new Promise(() => {});'), { loadDeadline: 300 }));
    expect(fault).toMatchObject({
      cause: 'timeout',
      message: 'the import of the modules did not finish within 300 ms',
    });
  });

  test('every pending call is rejected when one passes its deadline', async () => {
    await using student = await workshop.start(main('export const main = () => new Promise(() => {});'));
    const other = faultOf(student.call('main', []));
    const late = faultOf(student.call('main', [], { deadline: 100 }));
    expect(await other).toBe(await late);
    expect(student.fault).toBe(await late);
    expect(await faultOf(student.call('main', []))).toBe(await late);
  });
});

describe('memory', () => {
  test('a full heap is named as such', async () => {
    const text = 'export const main = () => { const all: unknown[] = []; for (;;) all.push({ a: [1, 2, 3] }); };';
    await using student = await workshop.start(main(text), { memoryMb: 32 });
    const fault = await faultOf(student.call('main', [], { deadline: 60_000 }));
    expect(fault.cause).toBe('memory');
    expect(fault.message).toContain('ran out of memory (signal SIG');
  });
});

describe('crash', () => {
  test('process.exit(0) is one', async () => {
    const fault = await faultOfMain(`export const main = () => { console.log('bye'); process.exit(0); };`);
    expect(fault.cause).toBe('crash');
    expect(fault.message).toBe('the process ended while it was needed (exit code 0); its last output:\nbye');
    expect(fault.exit).toMatchObject({ code: 0, signal: null });
  });

  test('an uncaught exception is reported with its place', async () => {
    const fault = await faultOfMain(`
      export const main = () => new Promise(() => {
        setTimeout(function later() { throw new TypeError('too late'); }, 1);
      });`);
    expect(fault).toMatchObject({ cause: 'crash', exit: { code: 1 } });
    expect(fault.message).toBe('an uncaught exception ended the process: TypeError: too late');
    expect(fault.stack).toBe('Timeout.later [as _onTimeout] (src/main.ts:3:45)');
  });

  test.each(['undefined', 'new Error("lost")'])('an unhandled rejection with %s is reported', async (reason) => {
    const fault = await faultOfMain(`export const main = () => new Promise(() => { Promise.reject(${reason}); });`);
    expect(fault.cause).toBe('crash');
    expect(fault.message).toMatch(/^an unhandled rejection ended the process: .*(lost|undefined)/s);
  });

  test('one between two calls ends the next', async () => {
    const text = `export const main = () => { setTimeout(() => { throw new Error('meanwhile'); }, 1); };`;
    await using student = await workshop.start(main(text));
    await student.call('main', []);
    await waitUntil('the process to end', () => student.exit !== undefined, { timeout: 5000 });
    expect((await faultOf(student.call('main', []))).message).toMatch('meanwhile');
  });

  test("a listener of the student's own decides for itself", async () => {
    await using student = await workshop.start(
      main(`
      process.on('uncaughtException', () => {});
      export const main = () => new Promise((resolve) => {
        setTimeout(() => { setTimeout(resolve, 20, 'alive'); throw new Error('caught'); }, 1);
      });`),
    );
    expect(await student.call('main', [])).toBe('alive');
  });

  test('a signal is named, and something that holds the pipes open does not delay it', async () => {
    const fault = await faultOfMain(`
      import { spawn } from 'node:child_process';
      export const main = () => {
        spawn('sleep', ['20'], { detached: true, stdio: ['ignore', 'inherit', 'inherit'] }).unref();
        process.kill(process.pid, 'SIGKILL');
        return new Promise(() => {});
      };`);
    expect(fault).toMatchObject({ cause: 'crash', exit: { signal: 'SIGKILL' } });
  });
});

describe('violation', () => {
  const onChannel = (line: string) => `
    import { writeSync } from 'node:fs';
    export const main = () => { writeSync(4, ${line} + '\\n'); return new Promise(() => {}); };`;

  test('a line that is not JSON is quoted', async () => {
    const fault = await faultOfMain(onChannel(`'hello \\u0007 world'`));
    expect(fault.cause).toBe('violation');
    expect(fault.message).toMatchInlineSnapshot(`
      "the submission wrote a line on the channel that is not a JSON object:

        hello ? world

      Only the lab may write to file descriptors 3 and 4. Was this meant to be printed? Then use console.log. The channel is described in harness/sandbox/PROTOCOL.md."
    `);
  });

  test.each([
    [`'{"jsonrpc":"2.0","id":2,"result":1}'`, 'does not carry the nonce of this process'],
    [`'{"nonce":"0","jsonrpc":"2.0","id":2,"result":1}'`, 'does not carry the nonce of this process'],
    [`'[1]'`, 'is not a JSON object'],
    [`'['.repeat(100000)`, 'nests too deeply'],
    [`'x'.repeat(2 ** 20 + 1)`, 'is part of a line of more than 1048576 bytes'],
  ])('%s is refused', async (line, problem) => {
    expect((await faultOfMain(onChannel(line))).message).toContain(problem);
  });

  test('more than the channel may carry in all is refused', async () => {
    const fault = await faultOfMain(
      `
      export async function main(take: (text: string) => Promise<void>) {
        for (;;) await take('x'.repeat(500_000));
      }`,
      [() => undefined],
    );
    expect(fault).toMatchObject({ cause: 'violation' });
    expect(fault.message).toContain('is part of more than 8388608 bytes in all');
  });

  test('replacing the globals shows no nonce and changes no reply', async () => {
    const text = `
      const seen: string[] = [];
      const { apply } = Reflect;
      const { includes } = String.prototype;
      let looking = false;
      const look = (value: unknown) => {
        if (looking) return;
        looking = true;
        const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
        if (typeof text === 'string' && apply(includes, text, ['nonce'])) seen[seen.length] = text;
        looking = false;
      };
      const targets: any[] = [Buffer, JSON, TextEncoder.prototype, Uint8Array.prototype, Buffer.prototype, String.prototype,
        Array.prototype, Object.getPrototypeOf(Uint8Array.prototype)];
      for (const target of targets) for (const name of Object.getOwnPropertyNames(target)) {
        const found = Object.getOwnPropertyDescriptor(target, name)!;
        if (typeof found.value !== 'function' || !found.configurable || name === 'constructor') continue;
        target[name] = function (this: unknown, ...args: unknown[]) {
          look(this); for (let at = 0; at < args.length; at++) look(args[at]);
          return apply(found.value, this, args);
        };
      }
      JSON.stringify = () => '{"forged":true}';
      process.exit = (() => {}) as never;
      export const main = (ask: () => Promise<void>) => ask().then(() => seen.length);`;
    await using student = await workshop.start(main(text));
    expect(await student.call('main', [() => undefined])).toBe(0);
  });

  test('a flood of output is ended, and the log keeps its head and tail', async () => {
    const text = `
      import { writeSync } from 'node:fs';
      export const main = () => { writeSync(1, 'first\\n'); for (;;) writeSync(2, 'x'.repeat(60_000)); };`;
    const before = process.memoryUsage().rss;
    await using student = await workshop.start(main(text));
    const fault = await faultOf(student.call('main', []));
    expect(fault).toMatchObject({ cause: 'violation', message: 'the process printed more than 8388608 bytes' });
    const { text: kept, dropped } = student.output();
    expect(kept.slice(0, 6)).toBe('first\n');
    expect(kept.length).toBeLessThan(66 * 1024);
    expect(dropped).toBeGreaterThan(8_000_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  test('too many open operations are refused', async () => {
    const text = `
      import type { Lab } from '#lab';
      export const main = ({ leader }: Lab) => Promise.all(Array.from({ length: 300 }, () => leader.start()));`;
    const operations = (_method: string, _params: object, signal: AbortSignal) =>
      new Promise((resolve) => signal.addEventListener('abort', resolve));
    await using student = await workshop.start(main(text), { operations });
    expect((await faultOf(student.call('main', [lab(pair)]))).message).toContain('more than 256 open requests');
  });
});

test('what a killed process had forked is gone as well', async () => {
  const text = `
    import { spawn } from 'node:child_process';
    export const main = () => {
      const inner = "require('child_process').spawn('sleep', ['60'], { detached: true }); setInterval(() => {}, 1000)";
      const child = spawn(process.execPath, ['-e', inner], { detached: true, stdio: 'ignore' });
      return child.pid;
    };`;
  await using student = await workshop.start(main(text), { owner: stranger });
  const pid = (await student.call('main', [])) as number;
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  await student.kill();
  const alive = existsSync(`/proc/${pid}`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  expect(alive).toBe(false);
});
