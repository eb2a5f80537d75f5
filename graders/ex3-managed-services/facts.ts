import type { Random, ServicePlan } from '#harness/grading';

/** The facts about one side by name, as `SideFacts` of the student's types; parameters are `sets.NAME`. */
export type Facts = Record<string, boolean>;

/** What is the same in every plan of this service. */
export const rights = [
  'superuser',
  'readsFiles',
  'changesAccessRules',
  'createsPhysicalSlot',
  'takesBaseBackup',
  'promotes',
] as const;

/** The parameters that probe asks about, with a value that each takes. */
export const parameters = {
  work_mem: '9MB',
  log_min_duration_statement: '2s',
  max_standby_streaming_delay: '11s',
  wal_keep_size: '96MB',
} as const;

/** What one plan grants and another does not. */
export const planned = ['checkpoints', 'seesReplication', ...Object.keys(parameters).map((name) => `sets.${name}`)];

export interface Both {
  selfManaged: Facts;
  managed: Facts;
}

/**
 * Two plans, neither of which grants what the other does: no answer that was fixed beforehand is right for both. Each has
 * some of the parameters and not all, so that an answer about one says nothing of the next.
 */
export function plansOf(random: Random): [ServicePlan, ServicePlan] {
  const names = Object.keys(parameters);
  const flip = () => random.int(0, 1) === 1;
  const [alone, other] = [random.pick(names), random.pick(names)];
  const listed = names.filter((name) => name === alone || name === other);
  const first = { monitor: flip(), checkpoint: flip(), parameters: listed };
  const others = names.filter((name) => !listed.includes(name));
  return [first, { monitor: !first.monitor, checkpoint: !first.checkpoint, parameters: others }];
}

/** What a program returned, by the same names. What is no record of them is left out. */
export function factsIn(returned: unknown, side: keyof Both): Record<string, unknown> {
  const of = (value: unknown): Record<string, unknown> =>
    typeof value === 'object' && value !== null ? { ...value } : {};
  const { sets, ...facts } = of(of(returned)[side]);
  return { ...facts, ...Object.fromEntries(Object.entries(of(sets)).map(([name, value]) => [`sets.${name}`, value])) };
}
