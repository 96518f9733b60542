import { settingsContract } from "@/lib/contracts/system";
import { handle } from "@/lib/http/handle";
import { readPublicSettings } from "@/lib/platform/public-settings";

export const GET = handle(settingsContract, () => readPublicSettings());
