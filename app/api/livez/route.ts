import { livezContract } from "@/lib/contracts/system";
import { handle } from "@/lib/http/handle";

export const GET = handle(livezContract, () => ({ status: "ok" as const }));
