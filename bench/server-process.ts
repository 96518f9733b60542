import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Kernel ticks per second in /proc, 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const READY_WITHIN_MS = 60_000;

export interface ServerProcess {
  url: string;
  /** user and system CPU time used so far, ms; NaN where there is no /proc */
  cpuMs(): number;
  stop(): Promise<void>;
}

/** Starts a server as its own process, so that its CPU is measured without the load generator's. */
export async function startProcess(
  file: string,
  port: number,
  env: Record<string, string>,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env["PATH"], NODE_ENV: "production", PORT: String(port), ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(child, url);
  return {
    url,
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    stop: async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline && child.exitCode === null) {
    const isUp = await fetch(`${url}/livez`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) {
      return;
    }
    await sleep(100);
  }
  throw new Error(`No server at ${url}`);
}

function cpuMsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
  } catch {
    return Number.NaN;
  }
}
