import type { CapsAnswer, ListCaps } from "@/lib/contracts/caps";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { capOf } from "@/lib/packs/cap-of";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";

/** What is never automated, and the most automation for what is asked about. */
export function listCaps(ctx: Context, query: ListCaps): CapsAnswer {
  requirePermission(ctx, "gates:read");
  const { reject_code: rejectCode, ...rest } = query;
  const { cap, sources } = capOf({ ...rest, rejectCode });
  return {
    cap,
    cap_sources: sources,
    policy_caps: DEFAULT_PACK.policyCaps.map(({ queues, schedules = [], ...one }) => ({
      ...one,
      queues: [...queues],
      schedules: [...schedules],
    })),
  };
}
