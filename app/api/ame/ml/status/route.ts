import { getModelsStatus } from "@/lib/ame/get-models-status";
import { modelsStatusContract } from "@/lib/contracts/ame-models";
import { handle } from "@/lib/http/handle";

export const GET = handle(modelsStatusContract, getModelsStatus);
