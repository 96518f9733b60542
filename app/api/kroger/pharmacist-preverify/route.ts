import { pharmacistPreverifyContract } from "@/lib/contracts/kroger";
import { handle } from "@/lib/http/handle";
import { recordPharmacistPreverification } from "@/lib/scenarios/record-pharmacist-preverification";

export const POST = handle(pharmacistPreverifyContract, (ctx, { body }) =>
  recordPharmacistPreverification(ctx, body),
);
