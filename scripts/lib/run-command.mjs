import { spawn } from "node:child_process";
import { root } from "./project.mjs";
import { Fault } from "./say.mjs";

const SIGNALS = ["SIGINT", "SIGTERM"];
const STOP_WITHIN_MS = 4500;

/**
 * Runs a command in the project's folder and waits for its end. Signals are passed on to it; when
 * it has not ended a few seconds later, it is killed.
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<number>} the exit code; 1 when a signal ended it
 */
function runCommand(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: "inherit", ...options });
  const passOn = (signal) => {
    child.kill(signal);
    setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS).unref();
  };
  for (const signal of SIGNALS) {
    process.on(signal, passOn);
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  }).finally(() => {
    for (const signal of SIGNALS) {
      process.removeListener(signal, passOn);
    }
  });
}

/** Runs a JavaScript file with this Node. */
export function runNode(args, options) {
  return runCommand(process.execPath, args, options);
}

/**
 * Like `runCommand`, but a failure ends the script.
 * @throws {Fault} with `fault` as its message
 */
export async function mustRun(command, args, { fault, ...options }) {
  const code = await runCommand(command, args, options);
  if (code !== 0) {
    throw new Fault(fault);
  }
}
