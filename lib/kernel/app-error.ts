import type { ErrorCode } from "@/lib/contracts/error-code";

export interface FieldError {
  /** e.g. `body.initial_tasks.0.name` */
  path: string;
  code: string;
  message: string;
}

/** What a caller may need beside the message. */
export interface Hints {
  /** the tag of the resource as it is */
  tag?: string;
  retryAfterSeconds?: number;
  /** what RFC 6749 (5.2) calls it */
  oauthError?: string;
  /** what the law denied, for the audit trail */
  denial?: PolicyDenial;
}

interface PolicyDenial {
  /** N1 … N14, the one in the message first */
  rules: readonly string[];
  act: string;
  /** null where no case was named */
  caseId: number | null;
  siteId: string | null;
}

/** An error that is the caller's to solve: the message says what is wrong and the next step. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];
  readonly hints: Hints;

  constructor(
    code: ErrorCode,
    message: string,
    fields: readonly FieldError[] = [],
    hints: Hints = {},
  ) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.fields = fields;
    this.hints = hints;
  }
}

/** The two server bundles hold a class each, so the name decides, not the identity. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === "AppError";
}

/** 422 for one field of the body, in the shape the contract's own checks answer with. */
export function invalidField(path: string, code: string, message: string): AppError {
  return new AppError("invalid", message, [{ path, code, message }]);
}
