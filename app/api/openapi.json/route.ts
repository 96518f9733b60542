import type { JsonObject } from "@/lib/contracts/common";
import { openApiContract } from "@/lib/contracts/system";
import { handle } from "@/lib/http/handle";
import { openApiDocument } from "@/lib/http/openapi";

export const GET = handle(openApiContract, () => openApiDocument() as unknown as JsonObject);
