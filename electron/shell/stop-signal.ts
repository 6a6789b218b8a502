/** Ctrl+C may come twice at once: from the terminal, and passed on by npm. */
const doubledMs = 1000;

/**
 * A signal that is aborted by Ctrl+C and by the system's wish to end the process.
 * Another Ctrl+C later ends the process at once; what was committed is safe even then.
 */
export function stopSignal(): AbortController {
  const controller = new AbortController();
  let asked = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      const impatient = controller.signal.aborted && performance.now() - asked > doubledMs;
      if (impatient && name === 'SIGINT') process.exit(130);
      if (!controller.signal.aborted) asked = performance.now();
      controller.abort();
    });
  }
  return controller;
}
