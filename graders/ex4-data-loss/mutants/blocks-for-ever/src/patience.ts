/** Milliseconds to connect. */
export const patience = 2500;

export async function before<T>(_ms: number, work: Promise<T>): Promise<T> {
  // WRONG: with its follower gone the server waits until one comes back, and so does the client.
  return await work;
}
