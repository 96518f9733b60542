import { v7 as uuidv7 } from "uuid";
import { getDatabase } from "@/lib/db/client";
import type { Actor, Context } from "./context";

const DEFAULT_TENANT = "default";

/** The built-in administrator of demo mode. */
export const DEMO_ACTOR: Actor = { kind: "user", id: "user:demo", role: "admin" };

/** Callers of public endpoints. */
export const ANONYMOUS: Actor = { kind: "system", id: "anonymous", role: "read_only" };

/** The process itself, for work that nobody asked for in a request. */
export const SYSTEM_ACTOR: Actor = { kind: "system", id: "system", role: "admin" };

export async function createContext(
  actor: Actor,
  origin: { requestId: string; source: Context["source"] },
): Promise<Context> {
  return {
    actor,
    tenantId: DEFAULT_TENANT,
    requestId: origin.requestId,
    source: origin.source,
    now: () => new Date(),
    newId: () => uuidv7(),
    db: await getDatabase(),
  };
}
