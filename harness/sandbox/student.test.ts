import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LabError } from '../core/errors.ts';
import { lab, labNode } from './lab-argument.ts';
import { StudentHandle } from './student-handle.ts';
import { exerciseWith, faultOf, openWorkshop, pair, stranger, type Workshop } from './testing.ts';

vi.setConfig({ testTimeout: 30_000 });

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop[Symbol.asyncDispose]());

const main = (text: string) => ({ 'src/main.ts': text });

describe('calls', () => {
  test('values cross both ways', async () => {
    await using student = await workshop.start(main('export const main = (...values: unknown[]) => values;'));
    const values = [1n, undefined, Number.NaN, new Date(0), { $tag: [new Map([[1, 'x']])] }, new Uint8Array([1, 2])];
    expect(await student.call('main', values)).toEqual(values);
  });

  test('a lab argument becomes a Lab whose operations reach the harness', async () => {
    const asked: unknown[] = [];
    const operations = async (method: string, params: Record<string, unknown>) => {
      asked.push([method, params]);
      if (method === 'lab.disconnect') return { fault: 'f1' };
      return method === 'node.exec' ? { stdout: 'out', stderr: '', exitCode: 0 } : undefined;
    };
    const text = `
      import type { Lab } from '#lab';
      export async function main({ leader, follower, disconnect }: Lab) {
        const { host, port } = leader.addressFor(follower);
        const { stdout } = await follower.$\`pg_basebackup -h \${host} -p \${port} \${["it's", 'a', 'b c']}\`;
        { await using cut = await disconnect(follower); }
        await leader.kill();
        return stdout;
      }`;
    await using student = await workshop.start(main(text), { operations });
    expect(await student.call('main', [lab(pair)])).toBe('out');
    expect(asked).toEqual([
      ['node.exec', { node: 'follower', command: `pg_basebackup -h 127.0.0.1 -p 6001 'it'\\''s' a 'b c'` }],
      ['lab.disconnect', { node: 'follower' }],
      ['fault.heal', { fault: 'f1' }],
      ['node.kill', { node: 'leader' }],
    ]);
  });

  test('a node that is passed beside its lab is the same object as in the lab, in a later call as well', async () => {
    const text = `
      import type { Lab, LabNode } from '#lab';
      let first: Lab | undefined;
      export function main(lab: Lab, node: LabNode) {
        first ??= lab;
        return [node.name, node === lab.follower, lab === first];
      }`;
    await using student = await workshop.start(main(text));
    const args = [lab(pair), labNode(pair, 'follower')];
    expect(await student.call('main', args)).toEqual(['follower', true, true]);
    expect(await student.call('main', args)).toEqual(['follower', true, true]);
  });

  test('a naive client is started with what is held, and named in all that is asked of it', async () => {
    const asked: unknown[] = [];
    const outcome = { told: 'failed', servers: { leader: 'written', follower: 'failed' } };
    const operations = async (method: string, params: Record<string, unknown>) => {
      asked.push([method, params]);
      return { 'naive.update': { client: 'naive-1' }, 'naive.outcome': outcome }[method];
    };
    const text = `
      import type { Lab } from '#lab';
      export async function main({ naive, node }: Lab) {
        const anna = await naive.update(101, 7, { holdRequestsTo: node('follower') });
        await anna.release(node('follower'));
        await anna.cut(node('leader'));
        return await anna.outcome();
      }`;
    await using student = await workshop.start(main(text), { operations });
    expect(await student.call('main', [lab(pair)])).toEqual(outcome);
    expect(asked).toEqual([
      ['naive.update', { product: 101, quantity: 7, holdRequests: ['follower'], holdReplies: [] }],
      ['naive.release', { client: 'naive-1', node: 'follower' }],
      ['naive.cut', { client: 'naive-1', node: 'leader' }],
      ['naive.outcome', { client: 'naive-1' }],
    ]);
  });

  test('a node that there is not, and a quantity that is no whole number, are refused where they are written', async () => {
    const text = `
      import type { Lab } from '#lab';
      export async function main({ naive, node }: Lab) {
        const messages: string[] = [];
        try { node('north'); } catch (error) { messages.push((error as Error).message); }
        await naive.update(101, 0.5).catch((error: Error) => messages.push(error.message));
        return messages;
      }`;
    await using student = await workshop.start(main(text));
    expect(await student.call('main', [lab(pair)])).toEqual([
      'lab.node() needs the name of a node, one of leader, follower',
      'lab.naive.update() needs a whole number as quantity, not 0.5',
    ]);
  });

  test('a failed operation is a LabOperationError in the student, with its code', async () => {
    const text = `
      import { LabOperationError, type Lab } from '#lab';
      export async function main({ leader }: Lab) {
        try { await leader.kill(); } catch (error) {
          return error instanceof LabOperationError && [error.code, error.message];
        }
      }`;
    const operations = () => Promise.reject(new LabError('REFUSED', 'kill is not permitted here'));
    await using student = await workshop.start(main(text), { operations });
    expect(await student.call('main', [lab(pair)])).toEqual(['REFUSED', 'kill is not permitted here']);
  });

  test('a command that fails is a CommandError', async () => {
    const text = `
      import type { Lab } from '#lab';
      export async function main({ leader }: Lab) {
        await leader.$\`false\`;
      }`;
    const operations = async () => ({ stdout: '', stderr: 'no such thing\n', exitCode: 3 });
    await using student = await workshop.start(main(text), { operations });
    const fault = await faultOf(student.call('main', [lab(pair)]));
    expect(fault.message).toBe('main threw CommandError: exit code 3 from: false\nno such thing');
    expect(fault.stack).toBe('async main (src/main.ts:4:9)');
  });

  test('a returned object with methods is a handle with its data as fields', async () => {
    const text = `
      export class Counter { count = 0; log = []; client = new Map(); add(n: number) { return (this.count += n); } }
      export const main = (start: number) => Object.assign(new Counter(), { count: start });`;
    await using student = await workshop.start(main(text));
    await using counter = (await student.call('main', [40])) as StudentHandle;
    expect(counter).toBeInstanceOf(StudentHandle);
    expect(counter.methods).toEqual(['add']);
    expect(counter.fields).toEqual({ count: 40, log: [], client: new Map() });
    expect(await Promise.all([counter.invoke('add', [1]), counter.invoke('add', [1])])).toEqual([41, 42]);
    expect((await faultOf(counter.invoke('constructor'))).message).toBe('no such method: constructor');
  });

  test('a released handle answers no more', async () => {
    await using student = await workshop.start(main('export const main = () => ({ ping: () => 1 });'));
    const handle = (await student.call('main', [])) as StudentHandle;
    expect(await handle.invoke('ping')).toBe(1);
    await handle[Symbol.asyncDispose]();
    expect((await faultOf(handle.invoke('ping'))).cause).toBe('wrong');
  });

  test('each call of a handle passes through what stands around it, and is named as its caller names it', async () => {
    const text = `
      export const main = () => ({ secret: 'abc', double: (n: number) => 2 * n, fail() { throw new Error('no'); } });`;
    await using student = await workshop.start(main(text));
    const seen: unknown[] = [];
    const handle = ((await student.call('main', [])) as StudentHandle).through(async (method, args, call) => {
      seen.push([method, args]);
      return (await call()) as number;
    });
    expect(await handle.invoke('double', [21])).toBe(42);
    expect((await faultOf(handle.invoke('fail', [], { what: 'the third call' }))).message).toMatch(
      /^the third call threw/,
    );
    expect(seen).toEqual([
      ['double', [21]],
      ['fail', []],
    ]);
  });

  test('a handle is shown by its methods alone, for its data may hold what no log should', async () => {
    const text = `export const main = () => ({ url: 'postgres://student:secret@host', ping: () => 1, stop: () => 2 });`;
    await using student = await workshop.start(main(text));
    expect(inspect(await student.call('main', []))).toBe('an object with ping, stop');
  });

  test('functions cross both ways and can be called from the other side', async () => {
    const text = `
      export async function main(ask: (n: number) => Promise<number>) {
        const answer = await ask(20);
        return [(n: number) => n + answer];
      }`;
    await using student = await workshop.start(main(text));
    const [add] = (await student.call('main', [async (n: number) => n * 2])) as [(n: number) => Promise<number>];
    expect(await add(2)).toBe(42);
  });

  test("an error of the harness's function is thrown in the student", async () => {
    const text = `
      export async function main(ask: () => Promise<void>) {
        await ask().catch((error) => { throw new RangeError('told: ' + error.message); });
      }`;
    await using student = await workshop.start(main(text));
    const fault = await faultOf(student.call('main', [() => Promise.reject(new Error('no'))]));
    expect(fault.message).toBe('main threw RangeError: told: no');
  });

  test('an abort signal fires in the student', async () => {
    const text = `
      export const main = (signal: AbortSignal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted')));`;
    await using student = await workshop.start(main(text));
    const controller = new AbortController();
    const called = student.call('main', [controller.signal]);
    controller.abort();
    expect(await called).toBe('aborted');
  });

  test('a function inside an argument takes bigints, and that argument itself as a handle', async () => {
    const text = `
      interface Options { step: bigint; next(options: Options): Promise<bigint> }
      export const main = async (options: Options, told: (n: bigint) => void) => told(await options.next(options));`;
    await using student = await workshop.start(main(text));
    const told: bigint[] = [];
    const next = async ({ fields }: StudentHandle) => 2n ** 64n - (fields.step as bigint);
    await student.call('main', [{ step: 1n, next }, (n: bigint) => void told.push(n)]);
    expect(told).toEqual([2n ** 64n - 1n]);
  });

  test('a signal that has fired arrives as such, and each of several fires alone', async () => {
    const text = `
      export const main = async (signals: AbortSignal[], seen: (fired: boolean[]) => void) => {
        seen(signals.map((signal) => signal.aborted));
        await new Promise((resolve) => signals[1].addEventListener('abort', resolve));
        return signals.map((signal) => signal.aborted);
      };`;
    await using student = await workshop.start(main(text));
    const [one, two] = [new AbortController(), new AbortController()];
    const seen = Promise.withResolvers<boolean[]>();
    const called = student.call('main', [[AbortSignal.abort(), one.signal, two.signal], seen.resolve]);
    expect(await seen.promise).toEqual([true, false, false]);
    one.abort();
    expect(await called).toEqual([true, true, false]);
  });

  test('calls run at the same time', async () => {
    const text = `
      let first: (value: string) => void;
      export const main = (n: number) =>
        n === 1 ? new Promise((resolve) => { first = resolve; }) : first('freed by the second call');`;
    await using student = await workshop.start(main(text));
    const [freed] = await Promise.all([student.call('main', [1]), student.call('main', [2])]);
    expect(freed).toBe('freed by the second call');
  });

  test('a function that the manifest does not name is an error of the grader', async () => {
    await using student = await workshop.start(main('export const main = 1;'));
    await expect(student.call('other', [])).rejects.toMatchObject({ code: 'GRADER' });
    expect((await faultOf(student.call('main', []))).message).toBe('src/main.ts does not export a function main');
  });

  test('pg can be imported', async () => {
    const text = `import { Client } from 'pg'; export const main = () => typeof new Client('postgres://x@h/x').query;`;
    await using student = await workshop.start(main(text));
    expect(await student.call('main', [])).toBe('function');
  });

  test.runIf(process.getuid?.() === 0)(
    'for root, a student with a user of its own sees its files and can write nothing there',
    async () => {
      const text = `
      import { writeFileSync, readFileSync } from 'node:fs';
      const attempt = (act: () => unknown) => {
        try { act(); return 'done'; } catch (error) { return (error as any).code; }
      };
      export const main = () => [process.getuid!(), attempt(() => readFileSync('src/main.ts')),
        attempt(() => writeFileSync('src/main.ts', '')), attempt(() => writeFileSync('new', ''))];`;
      await using student = await workshop.start(main(text), { owner: stranger });
      expect(await student.call('main', [])).toEqual([stranger.uid, 'done', 'EACCES', 'EACCES']);
    },
  );

  test('the environment is ours alone, and no secret is in it or in the arguments', async () => {
    const text = 'export const main = () => [Object.keys(process.env).sort(), process.argv.length];';
    await using student = await workshop.start(main(text));
    const [names, count] = (await student.call('main', [])) as [string[], number];
    expect(names.filter((name) => !/LAB|COMPILE_CACHE/.test(name))).toEqual([
      'HOME',
      'LANG',
      'NO_COLOR',
      'PATH',
      'TMPDIR',
      'TZ',
    ]);
    expect(count).toBe(2);
  });
});

describe('the end of a process', () => {
  test('a program with nothing pending ends by itself', async () => {
    await using student = await workshop.start(main('export const main = () => 1;'));
    await student.call('main', []);
    expect(await student.drain(5000)).toBe('ended');
    expect(student.exit).toMatchObject({ code: 0 });
    expect(student.fault).toBeUndefined();
  });

  test('a program that left a timer runs on, and its operations are performed', async () => {
    const asked: string[] = [];
    const operations = async (method: string) => void asked.push(method);
    const text = `
      import type { Lab } from '#lab';
      export function main({ leader }: Lab) { setTimeout(() => void leader.kill().then(() => leader.start()), 100); }`;
    await using student = await workshop.start(main(text), { operations });
    await student.call('main', [lab(pair)]);
    expect(await student.drain(5000)).toBe('ended');
    expect(asked).toEqual(['node.kill', 'node.start']);
  });

  test('a call that runs when the end comes runs on', async () => {
    const text = `
      export const main = () => new Promise((resolve) => {
        process.stdout.write('called', () => setTimeout(resolve, 100, 'late'));
      });`;
    const called = Promise.withResolvers<unknown>();
    await using student = await workshop.start(main(text), { onOutput: () => called.resolve(undefined) });
    const call = student.call('main', []);
    await called.promise;
    expect(await student.drain(5000)).toBe('ended');
    expect(await call).toBe('late');
  });

  test('a program that does not end is killed after the grace period', async () => {
    await using student = await workshop.start(main('setInterval(() => {}, 1000); export const main = () => 1;'));
    expect(await student.drain(100)).toBe('killed');
    expect(student.exit).toMatchObject({ signal: 'SIGKILL' });
    await expect(student.call('main', [])).rejects.toMatchObject({ code: 'GRADER' });
  });

  test('a kill rejects what is pending and can be repeated', async () => {
    await using student = await workshop.start(main('export const main = () => new Promise(() => {});'));
    const pending = student.call('main', []);
    await Promise.all([student.kill(), student.kill(), expect(pending).rejects.toMatchObject({ code: 'INTERRUPTED' })]);
    expect(student.exit).toMatchObject({ signal: 'SIGKILL' });
  });

  test('operations are aborted and awaited', async () => {
    const told: string[] = [];
    const asked = Promise.withResolvers<void>();
    const operations = (_method: string, _params: object, signal: AbortSignal) =>
      new Promise((resolve) => {
        asked.resolve();
        signal.addEventListener('abort', () => queueMicrotask(() => resolve(told.push('aborted'))));
      });
    const text = `import type { Lab } from '#lab'; export const main = ({ leader }: Lab) => leader.start();`;
    {
      await using student = await workshop.start(main(text), { operations });
      student.call('main', [lab(pair)]).catch(() => told.push('rejected'));
      await asked.promise;
    }
    expect(told.sort()).toEqual(['aborted', 'rejected']);
  });

  test('an aborted call rejects with the reason of the signal and ends the process', async () => {
    await using student = await workshop.start(main('export const main = () => new Promise(() => {});'));
    const call = student.call('main', [], { signal: AbortSignal.timeout(50) });
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(student.exit).toMatchObject({ signal: 'SIGKILL' });
  });
});

describe('several modules', () => {
  test('a function of one of them is found by its name', async () => {
    const exercise = exerciseWith('src/main.ts', ['main']);
    exercise.modules['src/lib/more.ts'] = { exports: { more: { deadline: 1000 }, main: { deadline: 1000 } } };
    const files = {
      'src/main.ts': `import { more } from './lib/more.ts'; export const main = () => more() + 1;`,
      'src/lib/more.ts': `export const more = () => 1; export const main = () => 'other';`,
    };
    await using student = await workshop.start(files, { exercise });
    expect(await student.call('more', [])).toBe(1);
    expect(await student.call('src/main.ts#main', [])).toBe(2);
    await expect(student.call('main', [])).rejects.toThrow('names several functions');
  });
});
