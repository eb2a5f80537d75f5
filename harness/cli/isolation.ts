import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pairRecipe } from '../cluster/recipe.ts';
import type { RunConfig } from '../config/config.ts';
import { LabError, messageOf } from '../core/errors.ts';
import { openCanaries } from '../enclosure/canaries.ts';
import type { ClientGround } from '../enclosure/cells.ts';
import { type Reach, reachProgram, reachScript } from '../enclosure/reach.ts';
import { type EnclosureTools, findEnclosureTools } from '../enclosure/tools.ts';
import type { Engine } from '../engines/engine.ts';
import { type EngineOptions, openEngine } from '../engines/open-engine.ts';
import { type Confinement, launcherFor } from '../sandbox/launcher-for.ts';
import { copyStudentPackages } from '../sandbox/packages.ts';
import { probeStudent, type StudentProbe } from '../sandbox/probe-student.ts';
import { openStudentEnclosure } from '../sandbox/student-enclosure.ts';
import type { GradingSetup } from './grading-setup.ts';

/** What confining programs and servers has come to. */
interface Confined {
  how: string;
  /** Of the engine whose servers are confined, where it can. */
  options: EngineOptions;
  confinement: Confinement;
  reached: { programs: Reach; servers: Reach };
}

/**
 * The setup as it is for one's own work, which runs as any program of this machine. With `--untrusted`: the same in an
 * enclosure, or in containers, after a probe has looked whether it holds. Throws NOT_ISOLATED when it does not, unless `--trust` is given.
 */
export async function isolated(
  setup: GradingSetup,
  config: Pick<RunConfig, 'untrusted' | 'trust'>,
  tools = findEnclosureTools(),
): Promise<GradingSetup> {
  if (!config.untrusted) return setup;
  try {
    return await confined(setup, config.trust, tools);
  } catch (error) {
    await setup[Symbol.asyncDispose]();
    throw error;
  }
}

async function confined(setup: GradingSetup, trust: boolean, tools: FoundTools): Promise<GradingSetup> {
  await using ends = new AsyncDisposableStack();
  const { confinement, ground, isolation, options } =
    setup.engineOptions.engine === 'docker'
      ? await contain(setup, setup.engineOptions, ends)
      : await bestOf(setup, tools);
  if (isolation.level !== 'full' && !trust) {
    const said = `isolation: ${isolation.level} (${isolation.detail})`;
    throw new LabError('NOT_ISOLATED', `the work of others would not be isolated; ${said}`);
  }
  const { common } = setup;
  const kept = ends.move();
  return {
    ...setup,
    engineOptions: options,
    common: {
      ...common,
      engine: { ...common.engine, options: { ...options } },
      confinement,
      ground,
      isolation: { ...isolation, ...(isolation.level !== 'full' && { trusted: true as const }) },
    },
    async [Symbol.asyncDispose]() {
      await kept.disposeAsync();
      await setup[Symbol.asyncDispose]();
    },
  };
}

type FoundTools = ReturnType<typeof findEnclosureTools>;
type Isolation = GradingSetup['common']['isolation'];
type Found = Pick<Confined, 'confinement' | 'options'> & { isolation: Isolation; ground?: ClientGround };

/** bubblewrap where it is there and permitted, and Node's permission model elsewhere; each as the probe finds it. */
async function bestOf(setup: GradingSetup, tools: FoundTools): Promise<Found> {
  const made = 'missing' in tools ? tools.missing : await enclose(setup, tools).catch(messageOf);
  if (typeof made !== 'string') return { ...made, isolation: describe(made) };
  const second = await permit(setup);
  const { level, detail } = describe(second);
  return { ...second, isolation: { level, detail: `${detail}; no bubblewrap: ${made}` } };
}

/** Rejects where this machine does not permit it. */
async function enclose(setup: GradingSetup, tools: EnclosureTools): Promise<Confined> {
  const probe = await probeOptions(setup);
  const { stateDirectory } = setup.common.broker.handle;
  const confinement = await openStudentEnclosure({ ...probe, tools, stateDirectory });
  const options = { ...setup.engineOptions, enclosure: tools };
  await using engine = await openEngine(setup.common.broker, options);
  return await probed(setup, engine, probe, { how: 'bubblewrap', confinement, options });
}

async function permit(setup: GradingSetup): Promise<Confined> {
  const options = setup.engineOptions;
  await using engine = await openEngine(setup.common.broker, options);
  const made = { how: "Node's permission model", confinement: 'permissions' as const, options };
  return await probed(setup, engine, await probeOptions(setup), made);
}

/** Programs in containers beside those of the servers. The engine stays: submissions are looked at in its cells. */
async function contain(setup: GradingSetup, of: DockerOptions, ends: AsyncDisposableStack): Promise<Found> {
  const probe = await probeOptions(setup);
  const options = { ...of, packagesDirectory: probe.packagesDirectory };
  const engine = ends.use(await openEngine(setup.common.broker, options));
  const made = await probed(setup, engine, probe, { how: 'Docker', confinement: 'cells', options });
  return { ...made, isolation: describe(made), ground: await engine.clientGround() };
}

type DockerOptions = Extract<EngineOptions, { engine: 'docker' }>;

/** In the very network in which programs will run, and in the very engine that will run servers. */
async function probed(
  setup: GradingSetup,
  engine: Engine,
  options: Omit<StudentProbe, 'launcher'>,
  made: Omit<Confined, 'reached'>,
): Promise<Confined> {
  const launcher = launcherFor(made.confinement, await engine.clientGround());
  const [programs, servers] = await Promise.all([probeStudent({ ...options, launcher }), probeServers(setup, engine)]);
  return { ...made, reached: { programs, servers } };
}

async function probeOptions({ common }: GradingSetup): Promise<Omit<StudentProbe, 'launcher'>> {
  const { broker, nodePath, root, users } = common;
  const packagesDirectory = join(broker.handle.stateDirectory, 'student-packages');
  await copyStudentPackages(join(root, 'node_modules'), packagesDirectory);
  return { broker, nodePath, owner: users.student, packagesDirectory, sdkDirectory: join(root, 'harness', 'sdk') };
}

/** What the user of the servers reaches: its commands run where they do. */
async function probeServers(setup: GradingSetup, engine: Engine): Promise<Reach> {
  const { broker, nodePath, users } = setup.common;
  await using canaries = await openCanaries(broker, users.server);
  const id = `probe-${randomBytes(3).toString('hex')}/leader`; // lanes are probed side by side
  await using machine = await engine.createMachine({ id, name: 'leader', data: 'empty', recipe: pairRecipe });
  const { targets } = canaries;
  // In the containers of servers there is no Node.
  const { stdout, stderr } = await (engine.name === 'docker'
    ? machine.run(reachScript(targets))
    : machine.run(`'${nodePath}' -`, { input: reachProgram(targets) }));
  if (!stdout) throw new LabError('START_FAILED', `the probe of the servers said nothing: ${stderr.slice(0, 500)}`);
  return JSON.parse(stdout) as Reach;
}

function describe({ how, reached }: Confined): Isolation {
  const parts = Object.entries(reached).flatMap(([who, what]) =>
    Object.entries(what).map(([layer, open]) => ({ name: `${layer} from ${who}`, open: open as boolean })),
  );
  const names = (wanted: boolean) => parts.filter(({ open }) => open === wanted).map(({ name }) => name);
  const [open, held] = [names(true), names(false)];
  const level = open.length === 0 ? 'full' : held.length > 0 ? 'partial' : 'none';
  const not = open.length > 0 ? `; not ${open.join(', ')}` : '';
  return { level, detail: `${how} protects ${held.join(', ') || 'nothing'}${not}` };
}
