import { setToleranceContract } from "@/lib/contracts/ame-trust";
import { setTolerance } from "@/lib/governance/trust/get-trust-dossier";
import { handle } from "@/lib/http/handle";

export const PUT = handle(setToleranceContract, (ctx, { params, body }) =>
  setTolerance(ctx, params.id, body),
);
