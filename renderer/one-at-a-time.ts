/**
 * Runs something one at a time: who asks while it runs has it run once more afterwards, however often that was asked.
 * `run` does not throw.
 */
export function oneAtATime(run: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const start = async () => {
    running = true;
    do {
      again = false;
      await run();
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void start();
  };
}
