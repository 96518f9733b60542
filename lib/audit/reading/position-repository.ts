import { z } from "zod";
import { lockForUpdate } from "@/lib/db/lock-rows";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { getSettings } from "@/lib/platform/settings";
import type { Gap } from "./gaps";

export interface ReadingPosition {
  /** the highest audit entry seen */
  entryId: number;
  gaps: Gap[];
}

const gapsSchema = z.array(
  z.tuple([z.int(), z.int(), z.int()]).transform(([from, to, sinceMs]) => ({ from, to, sinceMs })),
);

/** null before the reader's first pass */
export async function findPosition(ctx: Context, name: string): Promise<ReadingPosition | null> {
  const row = await ctx.db.streamHead.findUnique({ where: { name } });
  return row && { entryId: Number(row.auditEntryId), gaps: gapsSchema.parse(row.gaps) };
}

/**
 * Of several processes with a reader of this name one goes on, the others wait for its transaction
 * to end.
 * @param readStart after which entry the first of them all begins
 */
export async function holdPosition(
  tx: TransactionContext,
  name: string,
  readStart: () => Promise<number>,
): Promise<ReadingPosition> {
  if ((await findPosition(tx, name)) === null) {
    const auditEntryId = await readStart();
    await tx.db.streamHead.create({ data: { name, auditEntryId, gaps: [], updatedAt: tx.now() } });
  }
  await lockForUpdate(tx.db, getSettings().databaseProvider, "stream_heads", { name });
  return (await findPosition(tx, name)) ?? { entryId: 0, gaps: [] };
}

export async function writePosition(
  tx: TransactionContext,
  name: string,
  position: ReadingPosition,
): Promise<void> {
  await tx.db.streamHead.update({
    where: { name },
    data: {
      auditEntryId: position.entryId,
      gaps: position.gaps.map(({ from, to, sinceMs }) => [from, to, sinceMs]),
      updatedAt: tx.now(),
    },
  });
}
