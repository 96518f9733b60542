import { pharmacistPreverifyContract } from "@/lib/contracts/kroger";
import { handle } from "@/lib/http/handle";
import { workflowReply } from "@/lib/http/reply";
import { recordPharmacistPreverification } from "@/lib/scenarios/record-pharmacist-preverification";

export const POST = handle(pharmacistPreverifyContract, async (ctx, { body }) =>
  workflowReply(await recordPharmacistPreverification(ctx, body)),
);
