import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { readConfig } from '../../config/config.ts';
import { openEngine } from '../../engines/open-engine.ts';
import { Playground } from '../../playground/playground.ts';
import { startNodes } from '../../playground/start-nodes.ts';
import { makeSynchronous } from '../../playground/synchronous.ts';
import type { Invocation } from '../command.ts';
import { setUpGrading } from '../grading-setup.ts';
import { planLab } from './plan.ts';
import { linesOf, runScript } from './script.ts';
import { welcomeLines } from './welcome.ts';

/** What the role of clients may do where it is no superuser: enough to play. */
const grants = ['CREATE ON DATABASE postgres', 'CREATE, USAGE ON SCHEMA public'];

/** Starts servers, and performs commands on them until there are no more. Returns the exit code. */
export async function runLab(invocation: Invocation): Promise<number> {
  const { env, options, signal, stdout } = invocation;
  const plan = planLab(invocation);
  const { script, sync, superuser, topology } = plan;
  const config = readConfig({ options, env, cwd: invocation.cwd, terminal: stdout.isTTY === true });
  await using setup = await setUpGrading(invocation, config);
  await using engine = await openEngine(setup.broker, setup.engineOptions);
  await using cluster = await startNodes(engine, { id: 'lab', topology, superuser, grants });
  if (!cluster) throw new Error('a topology that was chosen has nodes');
  if (sync) await makeSynchronous(cluster);
  signal.throwIfAborted();
  let say = (text: string): void => {
    stdout.write(`${text}\n`);
  };
  await using lab = new Playground(cluster, (text) => say(text));
  if (script === undefined) {
    const { because, name, postgres } = setup.common.engine;
    const runs = `PostgreSQL ${postgres}, ${name} (${because})`;
    const welcome = { ...plan, nodes: cluster.nodes, engine: runs, psql: isOnPath('psql', env.PATH) };
    stdout.write(`${welcomeLines(welcome).join('\n')}\n\n`);
  }
  const live = options.live !== false;
  const stdin = invocation.stdin();
  if (script !== undefined || stdin.isTTY !== true || stdout.isTTY !== true) {
    const keepGoing = options.keepGoing === true;
    return await runScript(script ?? linesOf(stdin), { lab, stdout, signal, live, keepGoing });
  }
  const { Prompt } = await import('./prompt.ts');
  const { History } = await import('./history.ts');
  const history = new History(setup.broker.handle.stateDirectory);
  using prompt = new Prompt({
    lab,
    stdin,
    stdout,
    live,
    color: config.color,
    history: history.read(),
    remember: (lines) => history.write(lines),
    interrupt: () => process.kill(process.pid, 'SIGINT'),
    signal,
  });
  say = (text) => prompt.say(text);
  await prompt.run();
  stdout.write('The servers end.\n');
  return 0;
}

function isOnPath(program: string, path = ''): boolean {
  return path.split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
