import { checkRetrain } from "@/lib/ame/retrain-models";
import { retrainCheckContract } from "@/lib/contracts/ame-models";
import { handle } from "@/lib/http/handle";

export const GET = handle(retrainCheckContract, checkRetrain);
