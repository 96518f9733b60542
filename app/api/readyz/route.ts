import { readyzContract } from "@/lib/contracts/system";
import { handle } from "@/lib/http/handle";
import { readReadiness } from "@/lib/kernel/read-readiness";

export const GET = handle(readyzContract, () => readReadiness());
