import type { LabNode } from '#lab';

// WRONG: "the leader keeps its WAL long enough".
export async function createSlot(_leader: LabNode): Promise<void> {}
