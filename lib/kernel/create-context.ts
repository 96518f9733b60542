import { v7 as uuidv7 } from "uuid";
import { getDatabase } from "@/lib/db/client";
import type { Context, Origin, Principal } from "./context";

/** The tenant of the environment's keys, and of everything from before there were more. */
export const DEFAULT_TENANT = "default";

/** The built-in administrator of demo mode. */
export const DEMO_PRINCIPAL: Principal = {
  actor: { kind: "user", id: "user:demo", role: "admin" },
  tenantId: DEFAULT_TENANT,
  sites: "*",
};

/** Callers of public endpoints. */
export const ANONYMOUS: Principal = {
  actor: { kind: "system", id: "anonymous", role: "read_only" },
  tenantId: DEFAULT_TENANT,
  sites: [],
};

/** The process itself, for work that nobody asked for in a request. */
const SYSTEM: Principal = {
  actor: { kind: "system", id: "system", role: "admin" },
  tenantId: DEFAULT_TENANT,
  sites: "*",
};

/** Where work comes from that no request asked for. */
export const NOWHERE = { ip: null, workstation: null, onBehalfOf: null } as const;

export async function createContext(principal: Principal, origin: Origin): Promise<Context> {
  return {
    ...principal,
    ...origin,
    now: () => new Date(),
    newId: () => uuidv7(),
    db: await getDatabase(),
  };
}

/** @param name of the work, told as the request id of what it writes */
export function createSystemContext(name: string): Promise<Context> {
  return createContext(SYSTEM, { ...NOWHERE, requestId: name, source: "system" });
}
