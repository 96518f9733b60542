import { healthContract } from "@/lib/contracts/system";
import { handle } from "@/lib/http/handle";
import { readHealth } from "@/lib/platform/read-health";

export const GET = handle(healthContract, () => readHealth());
