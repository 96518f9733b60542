import { z } from "zod";
import { type RefusedCall, recordRefusedCall } from "@/lib/audit/record-refused-call";
import type { Answer } from "@/lib/kernel/answer";
import type { Context } from "@/lib/kernel/context";
import { problemAnswer } from "./problem";

const DENIED: ReadonlySet<number> = new Set([401, 403, 429]);
const withCode = z.object({ code: z.string() });

/**
 * Leaves an audit entry where the answer is a refusal.
 * @param identify the caller as far as known; a stranger where the credentials were refused
 * @returns the answer, or 503 when the refusal cannot be written down
 */
export async function auditDenial(
  called: Omit<RefusedCall, "code">,
  answer: Answer,
  { requestId, identify }: { requestId: string; identify: () => Promise<Context> },
): Promise<Answer> {
  if (!DENIED.has(answer.status)) {
    return answer;
  }
  try {
    const { operationId, method, path } = called;
    const { code } = withCode.parse(JSON.parse(answer.body));
    await recordRefusedCall(await identify(), { operationId, method, path, code });
    return answer;
  } catch (error) {
    return problemAnswer(error, requestId);
  }
}
