import type { Context } from "@/lib/kernel/context";
import { findClientNames } from "../clients/machine-client-repository";
import { findKeyNames } from "../keys/api-key-repository";
import { findUserNames } from "./user-repository";

type Named = { id: string; name: string };

/** Where the name of an actor of each kind is; the parts of a name in brackets tell a machine. */
const SOURCES: readonly {
  prefix: string;
  find(ctx: Context, ids: string[]): Promise<Named[]>;
  label(name: string): string;
}[] = [
  { prefix: "user:", find: findUserNames, label: (name) => name },
  { prefix: "api_key:", find: findKeyNames, label: (name) => `${name} (key)` },
  { prefix: "client:", find: findClientNames, label: (name) => `${name} (partner system)` },
];

/**
 * What people call those who acted, for a page that shows many: one query for each kind of actor
 * among them. For one's own tenant; whoever has no name there is not in the answer, so show the id.
 */
export async function namesOfActors(
  ctx: Context,
  actorIds: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(actorIds)];
  const named = await Promise.all(
    SOURCES.map(async ({ prefix, find, label }) => {
      const ids = wanted.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length));
      const found = ids.length === 0 ? [] : await find(ctx, ids);
      return found.map(({ id, name }) => [`${prefix}${id}`, label(name)] as const);
    }),
  );
  return new Map(named.flat());
}
