import { ERROR_CODES, type ErrorCode } from "@/lib/contracts/error-code";

/** What the server answered when it would not do what was asked. */
export class ApiProblem extends Error {
  /** HTTP status; 0 when no answer came */
  readonly status: number;
  readonly code: ErrorCode;
  /** what is wrong and the next step */
  readonly detail: string;
  readonly requestId: string | null;

  constructor(
    status: number,
    code: ErrorCode,
    { detail, requestId = null }: { detail: string; requestId?: string | null },
  ) {
    super(detail);
    this.name = "ApiProblem";
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.requestId = requestId;
  }
}

/** Reads RFC 9457; anything else becomes a problem that says what to do. */
export async function toApiProblem(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  const fields: Record<string, unknown> = typeof body === "object" ? { ...body } : {};
  return new ApiProblem(
    response.status,
    ERROR_CODES.find((code) => code === fields["code"]) ?? codeOf(response.status),
    {
      detail: textOr(
        fields["detail"],
        `The server answered ${response.status}. Try again in a moment.`,
      ),
      requestId: textOr(fields["request_id"], null),
    },
  );
}

export function toProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem
    ? error
    : new ApiProblem(0, "internal", {
        detail: "Something unexpected happened. Reload the page and try again.",
      });
}

function textOr<T>(value: unknown, fallback: T): string | T {
  return typeof value === "string" && value !== "" ? value : fallback;
}

function codeOf(status: number): ErrorCode {
  const codes: Readonly<Record<number, ErrorCode>> = {
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    503: "unavailable",
  };
  return codes[status] ?? (status >= 500 ? "internal" : "bad_request");
}
