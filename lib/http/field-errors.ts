import type { z } from "zod";
import { NOT_WHOLE } from "@/lib/contracts/common";
import { AppError, type FieldError } from "@/lib/kernel/app-error";

type Issue = z.core.$ZodIssue;

const TYPE_CODES: Readonly<Record<string, string>> = {
  string: "string_type",
  array: "list_type",
  object: "dict_type",
  record: "dict_type",
  number: "float_type",
  boolean: "bool_type",
};

/** Codes for text that was to be read as something else. */
const PARSING_CODES: Readonly<Record<string, string>> = {
  number: "float_parsing",
  boolean: "bool_parsing",
};

/** 422 with one entry per faulty field, in the words the first implementation used for codes. */
export function invalidRequest(part: "body" | "query" | "path", error: z.ZodError): AppError {
  const fields = error.issues.map((issue) => toFieldError(part, issue));
  const list = fields.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return new AppError(
    "invalid",
    `${list}. See GET /api/openapi.json for what is expected.`,
    fields,
  );
}

function toFieldError(part: string, issue: Issue): FieldError {
  const path = [part, ...issue.path.map(String)].join(".");
  const code = codeOf(issue);
  return { path, code, message: code === "missing" ? "this field is required" : issue.message };
}

function codeOf(issue: Issue): string {
  if (issue.input === undefined && issue.code.startsWith("invalid_")) {
    return "missing";
  }
  switch (issue.code) {
    case "invalid_type":
      return typeCode(issue);
    case "too_small":
      return limitCode(issue, "string_too_short", "greater_than");
    case "too_big":
      return limitCode(issue, "string_too_long", "less_than");
    case "invalid_value":
      return "enum";
    case "invalid_format":
      return issue.format === "regex" ? "string_pattern_mismatch" : issue.code;
    default:
      return issue.code;
  }
}

function typeCode(issue: z.core.$ZodIssueInvalidType): string {
  if (issue.message === NOT_WHOLE) {
    return typeof issue.input === "string" ? "int_parsing" : "int_type";
  }
  if (issue.path.length === 0 && issue.expected === "object") {
    return "model_attributes_type";
  }
  const parsing = typeof issue.input === "string" ? PARSING_CODES[issue.expected] : undefined;
  return parsing ?? TYPE_CODES[issue.expected] ?? `${issue.expected}_type`;
}

function limitCode(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  ofText: string,
  ofNumbers: string,
): string {
  if (issue.origin === "string") {
    return ofText;
  }
  return issue.inclusive ? `${ofNumbers}_equal` : ofNumbers;
}
