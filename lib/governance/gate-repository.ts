import type { GateState } from "@/lib/contracts/governance";
import { lockForShare } from "@/lib/db/lock-rows";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { getSettings } from "@/lib/platform/settings";

export interface Gate {
  id: number;
  key: string;
  state: GateState;
  actorId: string;
  note: string;
  changeCount: number;
  createdAt: Date;
  updatedAt: Date;
}

export async function findGates(ctx: Context): Promise<Gate[]> {
  const rows = await ctx.db.gate.findMany({
    where: { tenantId: ctx.tenantId },
    orderBy: { key: "asc" },
  });
  return rows.map((row) => ({ ...row, id: Number(row.id), state: row.state as GateState }));
}

/**
 * The state of a gate, held still until the transaction ends: a revocation waits for executions
 * that have read the gate, and every later execution sees it.
 * @returns "unset" when nobody has touched the gate
 */
export async function readGateLocked(tx: TransactionContext, key: string): Promise<GateState> {
  await lockForShare(tx.db, getSettings().databaseProvider, "gates", {
    tenant_id: tx.tenantId,
    key,
  });
  return readGate(tx, key);
}

/** @returns "unset" when nobody has touched the gate */
export async function readGate(ctx: Context, key: string): Promise<GateState> {
  const row = await ctx.db.gate.findUnique({
    where: { tenantId_key: { tenantId: ctx.tenantId, key } },
    select: { state: true },
  });
  return (row?.state as GateState | undefined) ?? "unset";
}

/** Writes the new state and one line of history. @returns the state before */
export async function writeGate(
  tx: TransactionContext,
  key: string,
  change: { state: GateState; note: string },
): Promise<GateState> {
  const now = tx.now();
  const where = { tenantId_key: { tenantId: tx.tenantId, key } };
  const actorId = tx.actor.id;
  // The upsert first, so that two writers of one gate queue up before either reads its state.
  const gate = await tx.db.gate.upsert({
    where,
    create: {
      tenantId: tx.tenantId,
      key,
      state: "unset",
      actorId,
      note: "",
      changeCount: 0,
      createdAt: now,
      updatedAt: now,
    },
    update: { updatedAt: now },
    select: { id: true, state: true },
  });
  await tx.db.gate.update({
    where,
    data: { ...change, actorId, changeCount: { increment: 1 } },
    select: { id: true },
  });
  await tx.db.gateChange.create({
    data: {
      gateId: gate.id,
      fromState: gate.state,
      toState: change.state,
      actorId,
      note: change.note,
      at: now,
    },
    select: { id: true },
  });
  return gate.state as GateState;
}
