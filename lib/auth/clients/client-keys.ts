import { createLocalJWKSet, type JWTVerifyGetKey } from "jose";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { getLogger } from "@/lib/platform/logger";
import { fetchJson } from "@/lib/platform/outbound/fetch-json";
import { processSingleton } from "@/lib/platform/process-singleton";
import { getSettings } from "@/lib/platform/settings";
import type { MachineClient } from "./machine-client-repository";

const FRESH_MS = 600_000;
/** keys that could not be fetched anew are believed so long, then no more */
const STALE_MS = 3_600_000;
const FETCHED_AT_MOST_EVERY_MS = 60_000;
const ADDRESSES_KEPT = 500;

const fetched = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(50) });
type Keys = ReturnType<typeof createLocalJWKSet>;

interface Entry {
  keys: Keys | null;
  fetchedAt: number;
  triedAt: number;
  running: Promise<void> | null;
}

/** The key that an assertion names: of those the client has given, or of those at its address. */
export function keysOf({ jwks, jwksUrl }: MachineClient): JWTVerifyGetKey {
  if (jwks !== null) {
    return createLocalJWKSet(jwks);
  }
  return async (header, token) => {
    const url = jwksUrl ?? "";
    const known = await freshKeys(url);
    try {
      return await known(header, token);
    } catch (error) {
      // The partner may have exchanged its keys; we look again, once a minute at most.
      if (!(await fetchAgain(url))) {
        throw error;
      }
      return (await freshKeys(url))(header, token);
    }
  };
}

async function freshKeys(url: string): Promise<Keys> {
  const entry = entryOf(url);
  const age = () => Date.now() - entry.fetchedAt;
  if (entry.keys === null || age() > FRESH_MS) {
    await fetchAgain(url);
  }
  if (entry.keys === null || age() > STALE_MS) {
    throw new Error(`the keys at ${url} cannot be fetched`);
  }
  return entry.keys;
}

/** @returns whether they were fetched; false when that was tried less than a minute ago */
async function fetchAgain(url: string): Promise<boolean> {
  const entry = entryOf(url);
  if (entry.running !== null) {
    await entry.running;
    return true;
  }
  if (Date.now() - entry.triedAt < FETCHED_AT_MOST_EVERY_MS) {
    return false;
  }
  entry.triedAt = Date.now();
  entry.running = fetchInto(entry, url).finally(() => {
    entry.running = null;
  });
  await entry.running;
  return true;
}

async function fetchInto(entry: Entry, url: string): Promise<void> {
  try {
    const { allowedNetworks } = getSettings().webhooks;
    entry.keys = createLocalJWKSet(fetched.parse(await fetchJson(url, allowedNetworks)));
    entry.fetchedAt = Date.now();
  } catch (error) {
    getLogger().warn({ err: error, url }, "the keys of a partner system cannot be fetched");
  }
}

function entryOf(url: string): Entry {
  const entries = processSingleton(
    "client keys",
    () => new LRUCache<string, Entry>({ max: ADDRESSES_KEPT }),
  );
  const entry = entries.get(url) ?? { keys: null, fetchedAt: 0, triedAt: 0, running: null };
  entries.set(url, entry);
  return entry;
}
