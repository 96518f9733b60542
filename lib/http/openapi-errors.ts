import type { Contract } from "@/lib/contracts/contract";
import { type ErrorCode, type Problem, problemSchema } from "@/lib/contracts/error-code";
import { takesIdempotencyKey } from "./idempotency";
import { errorHeaders } from "./openapi-headers";
import { STATUS_OF } from "./problem";

const REQUEST_ID = "0193532a-8e40-7b61-b3a8-62cf51ac3b20";

/** What the document shows as the detail of each kind of error. */
const DETAIL_OF: Readonly<Record<ErrorCode, string>> = {
  invalid: "body.name: this field is required. See GET /api/openapi.json for what is expected.",
  bad_request: "decision must be approve|reject (or defer); send one of them.",
  unauthenticated:
    "Authentication required. Send a valid key in the X-API-Key header, or sign in at /sign-in.",
  forbidden:
    "Insufficient permissions. Required role: supervisor or admin; you are technician. Use credentials of such a role, or ask somebody who has it.",
  not_found: "Workflow 12 not found; list them at GET /api/workflows.",
  method_not_allowed: "PUT is not possible here; use GET, POST.",
  conflict:
    "Case 12 is in pre_verification, not data_entry: the proposal is stale. Reload the case and propose anew.",
  precondition_failed:
    "The case 12 is now at version 8, which If-Match does not name. Read it again, decide anew, and send its ETag.",
  too_large: "The body is larger than 256 KiB; send less, in several requests if need be.",
  blocked:
    "The gate kroger.data_entry_to_preverify_insurance is closed; a supervisor can open it on the dashboard.",
  too_many_requests: "10 attempts failed within 5 minutes; try again in 240 seconds.",
  unavailable: "The database cannot be asked at the moment; try again in a few seconds.",
  internal: `Something went wrong on our side and nothing was changed. Report request ${REQUEST_ID}.`,
};

/** Every error that an endpoint may give, by status. */
export function errorResponses(contract: Contract) {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errorCodesOf(contract)) {
    const { status } = STATUS_OF[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => STATUS_OF[code].title).join(" or "),
        headers: errorHeaders(contract, status),
        content: {
          "application/problem+json": {
            schema: problemSchema,
            examples: Object.fromEntries(codes.map((code) => [code, { value: problemOf(code) }])),
          },
        },
      },
    ]),
  );
}

function problemOf(code: ErrorCode): Problem {
  const { status, title } = STATUS_OF[code];
  return {
    type: `urn:control-tower:error:${code}`,
    title,
    status,
    detail: DETAIL_OF[code],
    code,
    request_id: REQUEST_ID,
    ...(code === "invalid" && {
      errors: [{ path: "body.name", code: "missing", message: "this field is required" }],
    }),
  };
}

/** What may befall any request that needs credentials. */
const GUARDED: readonly ErrorCode[] = [
  "unauthenticated",
  "forbidden",
  "too_many_requests",
  "unavailable",
];

/** The errors that any endpoint of this kind may give, and its own. */
function errorCodesOf(contract: Contract): Set<ErrorCode> {
  const isPublic = contract.permission === "public";
  const isOnce = takesIdempotencyKey(contract);
  const takesInput = contract.params ?? contract.query ?? contract.body;
  const codes: (ErrorCode | false)[] = [
    ...(isPublic ? [] : GUARDED),
    // An Idempotency-Key may be malformed, may belong to another request, or to one still running.
    (takesInput !== undefined || isOnce) && "invalid",
    isOnce && "conflict",
    (contract.body !== undefined || isOnce) && "too_large",
    contract.ifMatch !== undefined && "bad_request",
    contract.ifMatch !== undefined && "precondition_failed",
    "internal",
    ...(contract.errors ?? []),
  ];
  return new Set(codes.filter((code): code is ErrorCode => code !== false));
}
