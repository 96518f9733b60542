import { z } from "zod";

export const ERROR_CODES = [
  "invalid",
  "bad_request",
  "unauthenticated",
  "forbidden",
  "not_found",
  "method_not_allowed",
  "conflict",
  "precondition_failed",
  "too_large",
  "blocked",
  "too_many_requests",
  "unavailable",
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** RFC 9457, with `detail` where the first implementation had it. */
export const problemSchema = z
  .object({
    type: z.string().meta({ description: "URN that names the kind of error" }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What is wrong and the next step" }),
    code: z.enum(ERROR_CODES),
    request_id: z.string(),
    errors: z
      .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
      .optional()
      .meta({ description: "One entry per faulty field (422)" }),
    error: z
      .string()
      .optional()
      .meta({ description: "RFC 6749, 5.2; at the token endpoint alone" }),
    error_description: z.string().optional(),
  })
  .meta({ id: "Problem" });

export type Problem = z.infer<typeof problemSchema>;
