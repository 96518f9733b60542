import { z } from "zod";
import { scopeInput } from "./ame-scope";
import { bodyId, pageQuery, probability, timestamp } from "./common";
import { defineContract } from "./contract";

const count = z.int().min(0);

const reviewer = z
  .object({
    actor: z.string(),
    caught: count,
    missed: count,
    sensitivity: probability.meta({ description: "Estimated share of harms that they see" }),
    assumed: probability.meta({ description: "What the engine assumes of everybody" }),
    counts: z.boolean().meta({ description: "false = their good news is no evidence at present" }),
    updated_at: timestamp,
  })
  .meta({ id: "Reviewer" });
export type ReviewerAnswer = z.infer<typeof reviewer>;

export const listReviewersContract = defineContract({
  method: "GET",
  path: "/api/ame/reviewers",
  operationId: "listReviewers",
  summary: "Who has settled check cases, and how much of what is wrong they see",
  tag: "ame",
  permission: "trust:manage",
  query: z.object(pageQuery),
  success: {
    status: 200,
    answer: z.array(reviewer),
    description: "One page; the Link header leads to the next",
  },
});

const seedBody = z.object({
  scope: scopeInput,
  proposal_id: z.string().trim().min(1).max(64).nullish().meta({
    description:
      "Under which your system shows what is wrong, to whoever checks it; missing = one is made up",
  }),
});
export type SeedCheckCase = z.infer<typeof seedBody>;

export const seedCheckCaseContract = defineContract({
  method: "POST",
  path: "/api/ame/check-cases",
  operationId: "seedCheckCase",
  summary: "Put an action that is known to be wrong among those to check, unmarked",
  tag: "ame",
  permission: "trust:manage",
  body: seedBody,
  success: {
    status: 201,
    answer: z.object({ ok: z.literal(true), execution_id: bodyId, due_at: timestamp }),
    description: "The check case; whoever settles it is not told which it was",
  },
  errors: ["blocked"],
});
