/**
 * Resolves after a whole turn of the event loop: what had come before has been heard then. Time alone says nothing of
 * that. On a busy machine a turn is long, what comes in it is heard in the next, and there timers come first: by the
 * time any of them is due, whatever it waits for may lie there unread.
 */
export async function wholeTurn(): Promise<void> {
  await endOfTurn(); // of the present one, which may have listened already
  await endOfTurn();
}

function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
