import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port";

/** Both ways to serve the same route handlers: the production server, and Next alone. */
export const LANES = ["hono", "next"] as const;
type Lane = (typeof LANES)[number];

export interface ServerOptions {
  lane?: Lane;
  /** ENVIRONMENT, DATABASE_URL, keys …; by default demo mode on a fresh SQLite file */
  env?: Record<string, string>;
  /** false returns at once, for servers that are expected not to start */
  waitUntilReady?: boolean;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** everything written to stdout and stderr so far */
  output(): string;
  /** resolves with the exit code, or the signal that ended the process */
  exited(): Promise<number | NodeJS.Signals | null>;
  /** SIGTERM, then waits for the end; kills after 10 s. Removes the server's files. */
  stop(): Promise<number | NodeJS.Signals | null>;
  /** SIGKILL, as a power cut would; keeps the server's files */
  kill9(): Promise<void>;
}

const HOST = "127.0.0.1";
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;
const root = path.resolve(import.meta.dirname, "../..");

const COMMANDS: Record<Lane, (port: number) => string[]> = {
  hono: () => ["dist/main.js"],
  next: (port) => ["node_modules/next/dist/bin/next", "start", "-p", String(port), "-H", HOST],
};

/** Starts a real server process on a free port. The build must be there (`npm test` sees to it). */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { lane = "hono", env = {}, waitUntilReady = true } = options;
  const port = await freePort();
  const folder = await mkdtemp(path.join(tmpdir(), "control-tower-server-"));
  const environment = serverEnvironment({ port, folder, env });
  if (lane === "next") {
    await migrateFor(environment["DATABASE_URL"] ?? "");
  }
  const child = spawn(process.execPath, COMMANDS[lane](port), {
    cwd: root,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const server = describeProcess(child, port, folder);
  if (waitUntilReady) {
    await untilAlive(server, child);
  }
  return server;
}

/** Only what is named here reaches the server, so a developer's own settings change no test. */
function serverEnvironment(given: {
  port: number;
  folder: string;
  env: Record<string, string>;
}): NodeJS.ProcessEnv {
  const { port, folder, env } = given;
  return {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    TMPDIR: process.env["TMPDIR"] ?? tmpdir(),
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ENVIRONMENT: "demo",
    DATABASE_URL: `file:${path.join(folder, "server.db")}`,
    STORAGE_LOCAL_DIR: path.join(folder, "files"),
    AUDIT_LOG_DIR: path.join(folder, "audit"),
    HOST,
    PORT: String(port),
    NEXTAUTH_URL: `http://${HOST}:${port}`,
    ...env,
  };
}

/** `next start` knows no migrations; the production server brings its own. */
async function migrateFor(url: string): Promise<void> {
  const { migrate } = await import("@/lib/db/migrate");
  const { normaliseDatabaseUrl } = await import("@/lib/platform/database-url");
  await migrate(normaliseDatabaseUrl(url));
}

function describeProcess(child: ChildProcess, port: number, folder: string): RunningServer {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  }
  const ended: Promise<number | NodeJS.Signals | null> = once(child, "close").then(
    ([code, signal]) => code ?? signal,
  );
  return {
    url: `http://${HOST}:${port}`,
    port,
    pid: child.pid ?? 0,
    output: () => chunks.join(""),
    exited: () => ended,
    stop: async () => {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
      const code = await ended;
      clearTimeout(timer);
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      return code;
    },
    kill9: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function untilAlive(server: RunningServer, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (child.exitCode === null && child.signalCode === null) {
    if (await answers(`${server.url}/livez`)) {
      return;
    }
    if (Date.now() > deadline) {
      await server.stop();
      throw new Error(`The server did not answer in ${READY_WITHIN_MS} ms:\n${server.output()}`);
    }
    await sleep(100);
  }
  const code = await server.stop();
  throw new Error(`The server ended with ${code} before it answered:\n${server.output()}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    // Not awaited: in Node a body whose fetch is aborted midway may never settle.
    void response.body?.cancel().catch(() => undefined);
    return response.ok;
  } catch {
    return false;
  }
}
