import http from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import { vouchForAddresses } from "@/lib/auth/origin-of";
import { resolveAlias } from "@/lib/http/resolve-alias";
import type { Settings } from "@/lib/platform/settings";
import { createApi } from "./api";
import { markClientAddress } from "./mark-client-address";

export interface RunningServer {
  url: string;
  /** takes no new connections, lets running requests end, then closes everything */
  close(): Promise<void>;
  /** ends connections whose requests have not ended by themselves */
  dropConnections(): void;
}

/** One HTTP server, two lanes: /api and its aliases go to Hono, all else to Next. */
export async function startServer(settings: Settings): Promise<RunningServer> {
  const web = next({ dev: false, hostname: settings.host, port: settings.port });
  await web.prepare();
  const servePage = web.getRequestHandler();
  const serveApi = getRequestListener(createApi().fetch);
  vouchForAddresses();

  const server = http.createServer((request, response) => {
    markClientAddress(request, settings.trustedProxies);
    const target = apiTarget(request.url ?? "/");
    if (!isDecodable(request.url ?? "/")) {
      request.url = UNDECODABLE_TARGET;
      void serveApi(request, response);
    } else if (target === null) {
      void servePage(request, response);
    } else {
      request.url = target;
      void serveApi(request, response);
    }
  });
  await listen(server, settings);
  const { port } = server.address() as AddressInfo;
  const host = settings.host.includes(":") ? `[${settings.host}]` : settings.host;
  return {
    url: `http://${host}:${port}`,
    dropConnections: () => server.closeAllConnections(),
    close: async () => {
      await closeServer(server);
      await web.close();
    },
  };
}

/** Answered by the API with a 404 problem; the address itself could not be routed. */
const UNDECODABLE_TARGET = "/api/undecodable-address";

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

/** The address within the API, or null for a page. Sign-in belongs to Next. */
function apiTarget(url: string): string | null {
  const [pathname = "/", ...query] = url.split("?");
  const isOwn = pathname.startsWith("/api/") && !pathname.startsWith("/api/auth/");
  const target = isOwn ? pathname : resolveAlias(pathname);
  return target === null ? null : [target, ...query].join("?");
}

function listen(server: http.Server, { host, port }: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
}

const IDLE_SWEEP_MS = 50;

/** Connections that browsers keep alive are closed as soon as their running request has ended. */
function closeServer(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
    server.close(() => {
      clearInterval(sweep);
      resolve();
    });
  });
}
