import { renewLedgerContract } from "@/lib/contracts/ame-trust";
import { renewTrust } from "@/lib/governance/trust/get-trust-dossier";
import { handle } from "@/lib/http/handle";

export const POST = handle(renewLedgerContract, (ctx, { params, body }) =>
  renewTrust(ctx, params.id, body),
);
