import { type RunningServer, startServer } from "../tests/support/server";
import { type AvailableDatabase, availableDatabases } from "../tests/support/test-database";

const EXECUTIONS = 100;
/** when so many have been answered, the drill is ordered */
const DONE_BEFORE = 10;
const ROUNDS = 3;
const GATE = "kroger.data_entry_to_preverify_insurance";
const SCOPE = { kind: "chain" };

interface Drilled {
  ms_until_in_flight_ended: number;
  ms_until_probe_refused: number;
}

/**
 * How long a stop takes while 100 executions of one scope are asked for at once over two processes:
 * what the drill reports of itself, and how long whoever pulls the real switch waits for the answer.
 */
async function main(): Promise<void> {
  for (const available of await availableDatabases()) {
    await measureOn(available);
  }
}

async function measureOn(available: AvailableDatabase): Promise<void> {
  const database = await available.create();
  const env = { DATABASE_URL: database.url, AUTO_SEED: "off", LOG_LEVEL: "silent" };
  const servers = await Promise.all([startServer({ env }), startServer({ env })]);
  try {
    await call(at(servers, 0), "/api/dashboard/automation", {
      ...{ transition_key: GATE, enabled: true },
    });
    const idle = await drill(at(servers, 1));
    print(available, "drill without load", told(idle));
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { done, stopped } = await whileExecuting(servers, drill);
      print(available, `drill, round ${round}`, `${told(stopped)}; ${done}`);
    }
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { done, ms } = await whileExecuting(servers, (server) => setSwitch(server, true));
      print(available, `kill switch, round ${round}`, `answered in ${ms} ms; ${done}`);
      await setSwitch(at(servers, 0), false);
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await database.drop();
  }
}

/** Asks for 100 executions at once and stops in the other process once the first are done. */
async function whileExecuting<T>(
  servers: readonly RunningServer[],
  stop: (server: RunningServer) => Promise<T>,
): Promise<{ done: string; stopped: T; ms: number }> {
  const cases: number[] = [];
  for (let i = 0; i < EXECUTIONS; i += 1) {
    const { json } = await call(at(servers, i), "/api/workflows", { name: "Bench" });
    cases.push(Number(Object(json).id));
  }
  const startedAt = performance.now();
  let answered = 0;
  let begin: () => void = () => undefined;
  const areFirstDone = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const stopping = areFirstDone.then(async () => {
    const orderedAt = performance.now();
    const stopped = await stop(at(servers, 1));
    return { stopped, ms: Math.round(performance.now() - orderedAt) };
  });
  const statuses = await Promise.all(
    cases.map(async (workflow_id, i) => {
      const { status } = await call(at(servers, i), "/api/dashboard/auto-step", { workflow_id });
      answered += 1;
      if (answered === DONE_BEFORE) {
        begin();
      }
      return status;
    }),
  );
  const took = Math.round(performance.now() - startedAt);
  const ran = statuses.filter((status) => status === 200).length;
  const done = `${ran} of ${EXECUTIONS} executed, the rest refused, all answered in ${took} ms`;
  return { done, ...(await stopping) };
}

async function drill(server: RunningServer): Promise<Drilled> {
  const path = "/api/governance/kill-switch/drill";
  const { json } = await call(server, path, { scope: SCOPE, reason: "Bench" });
  const { ms_until_in_flight_ended, ms_until_probe_refused } = Object(json);
  return {
    ms_until_in_flight_ended: Number(ms_until_in_flight_ended),
    ms_until_probe_refused: Number(ms_until_probe_refused),
  };
}

function setSwitch(server: RunningServer, engaged: boolean) {
  const why = { reason_code: "incident", reason: "Bench" };
  return call(server, "/api/governance/kill-switch", { scope: SCOPE, engaged, ...why });
}

async function call(
  { url }: RunningServer,
  path: string,
  body: object,
): Promise<{ status: number; json: unknown }> {
  const response = await fetch(url + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: await response.json() };
}

function at(servers: readonly RunningServer[], i: number): RunningServer {
  const found = servers[i % servers.length];
  if (!found) {
    throw new Error("No server was started");
  }
  return found;
}

function told({ ms_until_in_flight_ended, ms_until_probe_refused }: Drilled): string {
  return `nothing commits after ${ms_until_in_flight_ended} ms, probe refused after ${ms_until_probe_refused} ms`;
}

function print({ provider }: AvailableDatabase, what: string, figures: string): void {
  process.stdout.write(`${provider.padEnd(11)} ${what.padEnd(22)} ${figures}\n`);
}

await main();
