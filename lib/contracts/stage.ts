import { z } from "zod";

/** From least to most automation. */
export const stageSchema = z.enum([
  "observe",
  "propose",
  "guarded_auto",
  "conditional_auto",
  "full_auto",
]);
