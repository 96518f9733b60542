import type { Answer } from "@/lib/kernel/answer";
import { answerHeaders } from "./answer-headers";

/** The answer with the headers that every answer carries, in both lanes. */
export function toResponse(answer: Answer, request: Request, requestId: string): Response {
  const { status, headers, body, stream } = answer;
  return new Response(status === 304 ? null : (stream ?? body), {
    status,
    headers: { ...answerHeaders(request, requestId), ...headers },
  });
}
