import { listActorsOn } from "@/lib/audit/list-actors-on";
import type { Context } from "@/lib/kernel/context";
import { findMakerOfKey } from "../keys/api-key-repository";

/** By them a partner system's keys can have become those of whoever did it. */
const REGISTERED_OR_CHANGED = ["machine_client.create", "machine_client.update"];

/** Whoever has written a rule, or changed it, stands behind what it proposes. */
const WRITTEN = ["rule.create", "rule.update"];

/** Keys of the environment have names, those of the database ids. */
const STORED_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

/**
 * Whether two actors, a person and a key say, come down to the same one: a person answers for
 * themselves, for every key that they have made, for every partner system that they have registered
 * or changed, be it gone since, for every rule that they have written, and for what those have made. Keys of the environment answer for
 * themselves. A machine of which nobody knows the maker counts as everybody's.
 */
export async function isSameBehind(ctx: Context, one: string, other: string): Promise<boolean> {
  if (one === other) {
    return true;
  }
  const [some, others] = [await whoStandsBehind(ctx, one), await whoStandsBehind(ctx, other)];
  return some === null || others === null || [...some].some((actor) => others.has(actor));
}

/** @returns the ids of the actor and of all behind it; null when one of them cannot be told */
async function whoStandsBehind(ctx: Context, actorId: string): Promise<Set<string> | null> {
  const known = new Set([actorId]);
  for (const actor of known) {
    const makers = await makersOf(ctx, actor);
    if (makers === null) {
      return null;
    }
    for (const maker of makers) {
      known.add(maker);
    }
  }
  return known;
}

/** @returns none for who answers for themselves; null for a machine that has left no trace */
async function makersOf(ctx: Context, actorId: string): Promise<readonly string[] | null> {
  const [, kind, id = ""] = /^(api_key|client|rule):(.+)$/.exec(actorId) ?? [];
  if (kind === "rule") {
    return noneIsUnknown(await listActorsOn(ctx, { type: "rule", id }, WRITTEN));
  }
  if (kind === undefined || !STORED_ID.test(id)) {
    return [];
  }
  if (kind === "api_key") {
    const maker = await findMakerOfKey(ctx, id);
    return maker === null ? null : [maker];
  }
  return noneIsUnknown(
    await listActorsOn(ctx, { type: "machine_client", id }, REGISTERED_OR_CHANGED),
  );
}

function noneIsUnknown(actors: readonly string[]): readonly string[] | null {
  return actors.length === 0 ? null : actors;
}
