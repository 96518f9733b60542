import autocannon from "autocannon";
import type { ServerProcess } from "./server-process";

const CONNECTIONS = 8;
const WARM_UP_SECONDS = 3;
const SECONDS = 6;

export interface Measurement {
  name: string;
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** CPU of the server's process per request, ms */
  cpuMs: number;
  /** answers that were not 2xx; a row with any is worth nothing */
  failures: number;
}

type Load = Pick<autocannon.Options, "requests" | "setupClient">;

/** Loads a server with 8 connections: first to warm it up, then measured. */
export async function measure(
  name: string,
  server: ServerProcess,
  load: Load,
): Promise<Measurement> {
  const options = { url: server.url, connections: CONNECTIONS, ...load };
  await autocannon({ ...options, duration: WARM_UP_SECONDS });
  const cpuBefore = server.cpuMs();
  const result = await autocannon({ ...options, duration: SECONDS });
  const answers = result["2xx"] + result.non2xx;
  return {
    name,
    requestsPerSecond: Math.round(answers / result.duration),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    cpuMs: (server.cpuMs() - cpuBefore) / answers,
    failures: result.non2xx + result.errors,
  };
}
