import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Checkpoint } from "../checkpoints/statement";
import { checkpointLine } from "./record-line";

const one = checkpointLine.shape.checkpoint;
const file = z.union([
  one.transform((checkpoint) => [checkpoint]),
  z.array(one),
  checkpointLine.transform(({ checkpoint }) => [checkpoint]),
  z.object({ checkpoints: z.array(one) }).transform(({ checkpoints }) => checkpoints),
]);

/**
 * Checkpoints that were kept elsewhere: one, a list, or a page of GET /api/audit/checkpoints.
 * @throws Error naming the file that holds something else
 */
export async function readHeldCheckpoints(files: readonly string[]): Promise<Checkpoint[]> {
  const lists = await Promise.all(
    files.map(async (name) => {
      const parsed = file.safeParse(JSON.parse(await readFile(name, "utf8")));
      if (!parsed.success) {
        throw new Error(`${name} holds no checkpoint as GET /api/audit/checkpoints answers them.`);
      }
      return parsed.data;
    }),
  );
  return lists.flat();
}
