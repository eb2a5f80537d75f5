import type { LabNode } from '#lab';

/** How the follower logs in. */
export interface Login {
  role: string;
  password: string;
}

/** WRONG: a superuser may replicate too, and whoever reads the follower's files is one. */
export async function createRole(leader: LabNode): Promise<Login> {
  return { role: 'student', password: new URL(leader.url).password };
}
