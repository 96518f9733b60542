import type { Page } from "@/lib/contracts/common";
import type { MachineClientAnswer } from "@/lib/contracts/machine-clients";
import type { Context } from "@/lib/kernel/context";
import { toPage } from "@/lib/kernel/page";
import { cursorKeyOf, pageKeyIn } from "@/lib/kernel/page-key";
import { requirePermission } from "@/lib/kernel/permissions";
import {
  findMachineClients,
  getMachineClientOf,
  toMachineClientAnswer,
} from "./machine-client-repository";

/** One page of the tenant's partner systems, newest first. */
export async function listMachineClients(
  ctx: Context,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<MachineClientAnswer>> {
  requirePermission(ctx, "keys:manage");
  const clients = await findMachineClients(ctx, { limit: limit + 1, before: pageKeyIn(cursor) });
  const page = toPage(clients, limit, cursorKeyOf);
  return { ...page, items: page.items.map(toMachineClientAnswer) };
}

/** @throws AppError not_found */
export async function getMachineClient(ctx: Context, id: string): Promise<MachineClientAnswer> {
  requirePermission(ctx, "keys:manage");
  return toMachineClientAnswer(await getMachineClientOf(ctx, id));
}
