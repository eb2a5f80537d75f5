import type { LabNode } from './lab.ts';
import { LabOperationError } from './lab-errors.ts';
import type { HeldFromTheStart, NaiveClient, NaiveClients, NaiveOutcome } from './naive.ts';

/** What the lab gives: requests to the harness, and the name of one of its nodes, or a LabOperationError. */
export interface NaiveMeans {
  operate(method: string, params: Record<string, unknown>): Promise<unknown>;
  nameOf(node: LabNode, operation: string): string;
}

/** The naive clients of a lab, as student code sees them. */
export function makeNaive(means: NaiveMeans): NaiveClients {
  const { operate, nameOf } = means;
  const names = (node: LabNode | undefined) => (node === undefined ? [] : [nameOf(node, 'naive.update')]);
  return Object.freeze({
    async update(product: number, quantity: number, held: HeldFromTheStart = {}) {
      needInteger('productId', product);
      needInteger('quantity', quantity);
      const holds = { holdRequests: names(held.holdRequestsTo), holdReplies: names(held.holdRepliesFrom) };
      const made = await operate('naive.update', { product, quantity, ...holds });
      return makeClient((made as { client: string }).client, means);
    },
  });
}

function makeClient(name: string, { operate, nameOf }: NaiveMeans): NaiveClient {
  const onPath = async (operation: string, node: LabNode) => {
    await operate(`naive.${operation}`, { client: name, node: nameOf(node, `naive.${operation}`) });
  };
  return Object.freeze({
    name,
    holdRequestsTo: (node: LabNode) => onPath('holdRequests', node),
    holdRepliesFrom: (node: LabNode) => onPath('holdReplies', node),
    release: (node: LabNode) => onPath('release', node),
    cut: (node: LabNode) => onPath('cut', node),
    outcome: async () => (await operate('naive.outcome', { client: name })) as NaiveOutcome,
  });
}

/** As the column takes it. */
function needInteger(what: string, value: unknown): void {
  if (Number.isInteger(value) && Math.abs(value as number) < 2 ** 31) return;
  throw new LabOperationError('ARGUMENT', `lab.naive.update() needs a whole number as ${what}, not ${String(value)}`);
}
