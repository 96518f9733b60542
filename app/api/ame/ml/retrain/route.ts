import { retrainModels } from "@/lib/ame/retrain-models";
import { retrainContract } from "@/lib/contracts/ame-models";
import { handle } from "@/lib/http/handle";

export const POST = handle(retrainContract, retrainModels);
