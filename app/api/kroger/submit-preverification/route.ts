import { submitPreverificationContract } from "@/lib/contracts/kroger";
import { handle } from "@/lib/http/handle";
import { submitPreverification } from "@/lib/scenarios/submit-preverification";

export const POST = handle(submitPreverificationContract, (ctx, { body }) =>
  submitPreverification(ctx, body),
);
