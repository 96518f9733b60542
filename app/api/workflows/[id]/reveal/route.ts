import { revealContract } from "@/lib/contracts/reveal";
import { revealPatientData } from "@/lib/governance/reveal-patient-data";
import { handle } from "@/lib/http/handle";

export const POST = handle(revealContract, (ctx, { params, body }) =>
  revealPatientData(ctx, params.id, body),
);
