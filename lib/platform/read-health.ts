import { getCache } from "./cache/get-cache";
import { degradedParts } from "./degraded";
import { getSettings } from "./settings";
import { getStorage } from "./storage/get-storage";

/** The process answers; says nothing about the database, which is what readiness is for. */
export async function readHealth() {
  const { mode } = getSettings();
  const { root, ...storage } = await getStorage().stats();
  return {
    status: "ok" as const,
    degraded: degradedParts(),
    mode,
    cache: getCache().stats(),
    storage: mode === "production" ? storage : { root, ...storage },
  };
}
