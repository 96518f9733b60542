/** One line about what happens now, so that a long step is never silent. */
export function say(message) {
  console.log(`› ${message}`);
}

/** A fault of the surroundings, explained without a stack trace, ends the script. */
export class Fault extends Error {}

/** Runs a script's main function; a fault is printed as its message alone. */
export async function runMain(main) {
  try {
    const code = await main();
    // A module that was imported may have set its own.
    process.exitCode = code ?? process.exitCode ?? 0;
  } catch (error) {
    console.error(error instanceof Fault ? `\n${error.message}\n` : error);
    process.exitCode = 1;
  }
}

/** @returns {() => string} the time since the call, as "3.2 s" */
export function stopwatch() {
  const start = performance.now();
  return () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
