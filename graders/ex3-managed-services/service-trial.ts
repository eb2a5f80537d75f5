import type { CheckContext, LabError } from '#harness/grading';
import { type Facts, parameters } from './facts.ts';
import { tryRights } from './trial.ts';

/** Names that no student's program has used. */
const examined = { instance: 'examined', replica: 'examined-replica' };

/** What a customer of the service may do: on the instance that the student left, or on a new one where there is none. */
export async function tryService(context: CheckContext): Promise<Facts> {
  const { managed, signal } = context;
  const limits = { timeout: 30_000, signal };
  await managed.settled(limits);
  if (managed.instances.length === 0) managed.createInstance({ name: examined.instance, highlyAvailable: false });
  await managed.settled(limits);
  const [instance] = managed.instances;
  if (!instance) throw new Error('the service has made no instance');
  const isFollowed = instance.standby !== undefined || managed.instances.some(({ source }) => source === instance);
  if (!isFollowed) managed.createReadReplica({ name: examined.replica, source: instance.name });
  await managed.settled(limits);
  const sets: Facts = {};
  for (const [name, value] of Object.entries(parameters)) {
    sets[`sets.${name}`] = await takes(context, instance.name, { [name]: value });
    await managed.settled(limits);
  }
  return { ...(await tryRights(context, instance.door.url)), ...sets };
}

async function takes({ managed }: CheckContext, name: string, wanted: Record<string, string>): Promise<boolean> {
  try {
    await managed.modifyParameters({ name, parameters: wanted });
    return true;
  } catch (error) {
    if ((error as LabError).code === 'REFUSED') return false;
    throw error;
  }
}
