import { join } from 'node:path';
import type { RunConfig } from '../config/config.ts';
import { LabError, messageOf } from '../core/errors.ts';
import { openCanaries } from '../enclosure/canaries.ts';
import { type Reach, reachProgram } from '../enclosure/reach.ts';
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
  /** Undefined: servers run as any program does. */
  tools?: EnclosureTools;
  confinement: Confinement;
  reached: { programs: Reach; servers: Reach };
}

/**
 * The setup as it is for one's own work, which runs as any program of this machine. With `--untrusted`: the same in an
 * enclosure, after a probe has looked whether it holds. Throws NOT_ISOLATED when it does not, unless `--trust` is given.
 */
export async function isolated(
  setup: GradingSetup,
  config: Pick<RunConfig, 'untrusted' | 'trust'>,
  tools = findEnclosureTools(),
): Promise<GradingSetup> {
  if (!config.untrusted) return setup;
  try {
    if (setup.engineOptions.engine === 'docker') {
      const next = 'use --engine embedded';
      throw new LabError('NOT_ISOLATED', 'with the docker engine students’ programs are not isolated yet', { next });
    }
    return await confined(setup, config.trust, tools);
  } catch (error) {
    await setup[Symbol.asyncDispose]();
    throw error;
  }
}

async function confined(setup: GradingSetup, trust: boolean, found: FoundTools): Promise<GradingSetup> {
  const { confinement, isolation, tools } = await bestOf(setup, found);
  if (isolation.level !== 'full' && !trust) {
    const said = `isolation: ${isolation.level} (${isolation.detail})`;
    throw new LabError('NOT_ISOLATED', `the work of others would not be isolated; ${said}`);
  }
  const { common } = setup;
  const options = enclosed(setup, tools);
  return {
    ...setup,
    engineOptions: options,
    common: {
      ...common,
      engine: { ...common.engine, options: { ...options } },
      confinement,
      isolation: { ...isolation, ...(isolation.level !== 'full' && { trusted: true as const }) },
    },
    [Symbol.asyncDispose]: () => setup[Symbol.asyncDispose](),
  };
}

type FoundTools = ReturnType<typeof findEnclosureTools>;
type Isolation = GradingSetup['common']['isolation'];

/** bubblewrap where it is there and permitted, and Node's permission model elsewhere; each as the probe finds it. */
async function bestOf(
  setup: GradingSetup,
  tools: FoundTools,
): Promise<Pick<Confined, 'confinement' | 'tools'> & { isolation: Isolation }> {
  const made = 'missing' in tools ? tools.missing : await enclose(setup, tools).catch(messageOf);
  if (typeof made !== 'string') return { ...made, isolation: describe(made) };
  const second = await permit(setup);
  const { level, detail } = describe(second);
  return { ...second, isolation: { level, detail: `${detail}; no bubblewrap: ${made}` } };
}

/** Rejects where this machine does not permit it. */
async function enclose(setup: GradingSetup, tools: EnclosureTools): Promise<Confined> {
  const options = await probeOptions(setup);
  const { stateDirectory } = setup.common.broker.handle;
  const confinement = await openStudentEnclosure({ ...options, tools, stateDirectory });
  return await probed(setup, options, { how: 'bubblewrap', confinement, tools });
}

async function permit(setup: GradingSetup): Promise<Confined> {
  return await probed(setup, await probeOptions(setup), { how: "Node's permission model", confinement: 'permissions' });
}

async function probed(
  setup: GradingSetup,
  options: Omit<StudentProbe, 'launcher'>,
  made: Omit<Confined, 'reached'>,
): Promise<Confined> {
  // The very network in which programs will run, and the very engine that will run servers.
  await using engine = await openEngine(setup.common.broker, enclosed(setup, made.tools));
  const launcher = launcherFor(made.confinement, await engine.clientNetwork());
  const [programs, servers] = await Promise.all([probeStudent({ ...options, launcher }), probeServers(setup, engine)]);
  return { ...made, reached: { programs, servers } };
}

/** The engine's options, with its servers in an enclosure where it has one. */
function enclosed({ engineOptions }: GradingSetup, tools: EnclosureTools | undefined): EngineOptions {
  return engineOptions.engine === 'embedded' ? { ...engineOptions, enclosure: tools } : engineOptions;
}

async function probeOptions({ common }: GradingSetup): Promise<Omit<StudentProbe, 'launcher'>> {
  const { broker, nodePath, root, users } = common;
  const packagesDirectory = join(broker.handle.stateDirectory, 'student-packages');
  await copyStudentPackages(join(root, 'node_modules'), packagesDirectory);
  return { broker, nodePath, owner: users.student, packagesDirectory, sdkDirectory: join(root, 'harness', 'sdk') };
}

/** What the user of the servers reaches: its commands run where they do. */
async function probeServers(setup: GradingSetup, engine: Engine): Promise<Reach> {
  const { broker, users } = setup.common;
  await using canaries = await openCanaries(broker, users.server);
  const recipe = { superuser: 'none', settings: {}, files: {}, sql: [] };
  await using machine = await engine.createMachine({ id: 'probe/leader', name: 'leader', data: 'empty', recipe });
  const { stdout, stderr } = await machine.run(`'${setup.common.nodePath}' -`, {
    input: reachProgram(canaries.targets),
  });
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
