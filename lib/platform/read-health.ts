import { getCache } from "./cache/get-cache";
import { getSettings } from "./settings";
import { getStorage } from "./storage/get-storage";

/** The process answers; says nothing about the database, which is what readiness is for. */
export async function readHealth() {
  return {
    status: "ok" as const,
    mode: getSettings().mode,
    cache: getCache().stats(),
    storage: await getStorage().stats(),
  };
}
