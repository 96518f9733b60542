import type { GateState } from "@/lib/contracts/governance";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { relyUntil } from "@/lib/kernel/transaction";
import { type Gate, type GateChange, type NewGateState, stateAt } from "./gate";
import { holdHead } from "./head-repository";

export async function findGates(ctx: Context): Promise<Gate[]> {
  const rows = await ctx.db.gate.findMany({
    where: { tenantId: ctx.tenantId },
    orderBy: { key: "asc" },
  });
  return rows.map((row) => ({ ...row, id: Number(row.id), state: row.state as GateState }));
}

/**
 * The state of a gate, to act by: nothing commits by what was read here once the gate has been
 * changed since, or its authorisation has run out.
 * @returns "unset" when nobody has touched the gate, or its authorisation has run out
 */
export async function readGateLocked(tx: TransactionContext, key: string): Promise<GateState> {
  await holdHead(tx);
  const gate = await findGateState(tx, key);
  const state = gate ? stateAt(gate, tx.now()) : "unset";
  if (state === "authorized") {
    relyUntil(tx, gate?.expiresAt ?? null);
  }
  return state;
}

/** @returns "unset" when nobody has touched the gate, or its authorisation has run out */
export async function readGate(ctx: Context, key: string): Promise<GateState> {
  const gate = await findGateState(ctx, key);
  return gate ? stateAt(gate, ctx.now()) : "unset";
}

async function findGateState(
  ctx: Context,
  key: string,
): Promise<Pick<Gate, "state" | "expiresAt"> | null> {
  const row = await ctx.db.gate.findUnique({
    where: { tenantId_key: { tenantId: ctx.tenantId, key } },
    select: { state: true, expiresAt: true },
  });
  return row && { ...row, state: row.state as GateState };
}

/** Writes the new state and one line of history. @returns the state before */
export async function writeGate(
  tx: TransactionContext,
  key: string,
  change: NewGateState,
): Promise<GateState> {
  const now = tx.now();
  const where = { tenantId_key: { tenantId: tx.tenantId, key } };
  // The upsert first, so that two writers of one gate queue up before either reads its state.
  const gate = await tx.db.gate.upsert({
    where,
    create: {
      tenantId: tx.tenantId,
      key,
      state: "unset",
      actorId: change.actorId,
      note: "",
      changeCount: 0,
      createdAt: now,
      updatedAt: now,
    },
    update: { updatedAt: now },
    select: { id: true, state: true, expiresAt: true },
  });
  await tx.db.gate.update({
    where,
    data: { ...change, changeCount: { increment: 1 } },
    select: { id: true },
  });
  const fromState = stateAt({ ...gate, state: gate.state as GateState }, now);
  const { state: toState, ...why } = change;
  await tx.db.gateChange.create({
    data: { ...why, gateId: gate.id, fromState, toState, at: now },
    select: { id: true },
  });
  return fromState;
}

/** Newest first. */
export async function findGateChanges(
  ctx: Context,
  key: string,
  page: { limit: number; beforeId: number | undefined },
): Promise<GateChange[]> {
  const rows = await ctx.db.gateChange.findMany({
    where: {
      gate: { tenantId: ctx.tenantId, key },
      ...(page.beforeId === undefined ? {} : { id: { lt: page.beforeId } }),
    },
    orderBy: { id: "desc" },
    take: page.limit,
  });
  return rows.map(({ gateId: _, ...row }) => ({ ...row, id: Number(row.id) }));
}
