import type { Contract } from "@/lib/contracts/contract";
import type { Answer } from "@/lib/kernel/answer";
import { AppError } from "@/lib/kernel/app-error";
import type { Expectation } from "@/lib/kernel/context";

const ENTITY_TAG = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/;

interface EntityTag {
  isWeak: boolean;
  tag: string;
}

/**
 * What If-Match asks for, where the endpoint takes it. A weak tag matches nothing (RFC 9110, 13.1.1).
 * @throws AppError bad_request when the header is not a list of entity tags
 */
export function expectationOf(contract: Contract, request: Request): Expectation | null {
  const header = request.headers.get("if-match");
  if (header === null || contract.ifMatch === undefined) {
    return null;
  }
  const tags = parseTags(header);
  if (tags === null) {
    throw new AppError(
      "bad_request",
      'If-Match is not a list of entity tags; send the ETag of an earlier answer with its quotes, e.g. "case-12-7", or *.',
    );
  }
  return {
    kind: contract.ifMatch,
    tags: tags === "*" ? tags : tags.filter(({ isWeak }) => !isWeak).map(({ tag }) => tag),
  };
}

/** 304 instead of what the caller has already (weak comparison); headers nobody can read are ignored. */
export function unlessKnown(request: Request, answer: Answer): Answer {
  const header = request.headers.get("if-none-match");
  const etag = answer.headers["etag"];
  if (header === null || etag === undefined || answer.status !== 200 || !isRead(request)) {
    return answer;
  }
  const tags = parseTags(header) ?? [];
  const isKnown = tags === "*" || tags.some(({ tag }) => `"${tag}"` === etag);
  return isKnown ? { status: 304, headers: { etag }, body: "" } : answer;
}

function isRead({ method }: Request): boolean {
  return method === "GET" || method === "HEAD";
}

/** RFC 9110, 8.8.3; our own tags hold no commas. */
function parseTags(header: string): "*" | EntityTag[] | null {
  if (header.trim() === "*") {
    return "*";
  }
  const tags: EntityTag[] = [];
  for (const part of header.split(",")) {
    const match = ENTITY_TAG.exec(part.trim());
    if (!match) {
      return null;
    }
    tags.push({ isWeak: match[1] !== undefined, tag: match[2] ?? "" });
  }
  return tags;
}
