import type { Context } from "@/lib/kernel/context";
import { hasPermission } from "@/lib/kernel/permissions";
import { namesOfActors } from "./names-of-actors";

/**
 * What colleagues, keys and partner systems are called, by actor id: whoever may see that somebody
 * acted may see who it was. Nobody's name is told to those who may not read gates; a page shows
 * them ids. The demo's built-in administrator is left out.
 * @param actorIds as records hold them; null may be among them
 */
export async function readPeopleNames(
  ctx: Context,
  actorIds: Iterable<string | null | undefined>,
): Promise<Readonly<Record<string, string>>> {
  if (!hasPermission(ctx, "gates:read")) {
    return {};
  }
  const wanted = [...actorIds].flatMap((id) => id ?? []);
  return Object.fromEntries(await namesOfActors(ctx, wanted));
}
