/**
 * Resolves after a whole turn of the event loop: what lay in a socket before has been read then, however late
 * this process gets its turns. Time alone says nothing of that: on a busy machine it passes while nobody reads.
 */
export async function wholeTurn(): Promise<void> {
  await endOfTurn(); // of the present one, which may have looked already
  await endOfTurn();
}

function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
