import { z } from "zod";
import type { JsonObject } from "@/lib/contracts/common";
import type { CaseAttributes } from "./pack";
import { rejectCodeOf } from "./reject-code-of";

const text = z.string().optional().catch(undefined);
const code = z
  .unknown()
  .transform((value) => rejectCodeOf(value) ?? undefined)
  .optional()
  .catch(undefined);
const number = z.number().optional().catch(undefined);

const schema = z.object({
  rx_number: text,
  drug: z
    .object({
      name: z.string(),
      strength: z.string().catch(""),
      form: z.string().catch(""),
      schedule: z.string().nullable().catch(null),
    })
    .optional()
    .catch(undefined),
  sig: text,
  quantity: number,
  days_supply: number,
  refills_remaining: number,
  payer: text,
  reject_code: code,
  reject_message: text,
  blocker: text,
  store: z
    .object({ id: z.string(), name: z.string(), state: z.string().catch("") })
    .optional()
    .catch(undefined),
  patient: z
    // Short enough that no name and no full number fits.
    .object({
      initials: z.string().max(8),
      birth_year: z.int().min(1900).max(2100),
      last4: z.string().max(4),
    })
    .optional()
    .catch(undefined),
  prescriber: text,
  contact_method: text,
});

/** What the pack understands of a case's free-form attributes; a field of another shape is left out. */
export function readCaseAttributes(attributes: JsonObject): Partial<CaseAttributes> {
  const known = schema.parse(attributes);
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}
