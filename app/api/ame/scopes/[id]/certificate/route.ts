import { getCertificateContract } from "@/lib/contracts/ame-trust";
import { getTrustDossier } from "@/lib/governance/trust/get-trust-dossier";
import { handle } from "@/lib/http/handle";

export const GET = handle(getCertificateContract, (ctx, { params }) =>
  getTrustDossier(ctx, params.id),
);
