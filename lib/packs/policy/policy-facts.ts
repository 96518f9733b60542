import type { JsonObject } from "@/lib/contracts/common";
import { type Schedule, scheduleOf } from "../drug-schedule";
import { readCaseAttributes } from "../read-case-attributes";

/** What the deny rules look at of a case. */
export interface PolicyFacts {
  schedule: Schedule;
  rejectCode: string;
  /** which refill this fill is: 0 = the first fill; null when nobody says, NaN when not understood */
  refillNumber: number | null;
  /** before this fill; null when nobody says, NaN when not understood */
  refillsRemaining: number | null;
  /** when the prescription was issued; null when nobody says, invalid when not understood */
  issuedAt: Date | null;
  /** an electronic prescription was changed between its signing and the pharmacy */
  isAltered: boolean;
  /** how often its refills were transferred; NaN when not understood */
  transferCount: number;
  /** false when it was transferred and not both ends were pharmacists */
  isTransferByPharmacists: boolean;
  /** who signed an electronic prescription, where that is told */
  signedBy: string | null;
  isOral: boolean;
  /** the prescriber's answer asks for something else than was on file */
  isAnswerChanged: boolean;
  /** what supports an early refill; empty when nothing does */
  earlyRefillEvidence: string;
}

const NO = new Set(["", "0", "false", "no", "none", "null", "undefined"]);

const PHARMACIST = /^(?:pharmacist|r\.?ph\.?|pharmd)$/i;
/** 2 is NCPDP's code for a prescription by telephone. */
const ORAL = /^(?:oral|voice|verbal|tele|phone|call|0*2$)/i;

/** Pure: reads the free-form attributes; what could be a warning counts as one. */
export function policyFactsOf(attributes: JsonObject): PolicyFacts {
  const one = { ...told(attributes["prescription"]), ...told(attributes) };
  const { epcs } = one;
  const sent = told(epcs);
  return {
    schedule: scheduleOf(attributes),
    rejectCode: readCaseAttributes(one as JsonObject).reject_code ?? "",
    refillNumber: largest([count(one["refill_number"]), next(count(one["refills_used"]))]),
    refillsRemaining: count(one["refills_remaining"]),
    issuedAt: toDate(one["issued_at"] ?? one["date_written"]),
    isAltered:
      (isYes(epcs) && epcs !== true && !isObject(epcs)) ||
      [sent["altered"], one["epcs_altered"], one["altered"]].some(isYes),
    ...transferOf(one),
    signedBy: textOf(sent["signed_by"] ?? one["epcs_signed_by"]),
    isOral: [one["origin"], one["prescription_origin"], one["origin_code"]].some((origin) =>
      ORAL.test(textOf(origin) ?? ""),
    ),
    isAnswerChanged: /change|replace/i.test(textOf(one["prescriber_answer"]) ?? ""),
    earlyRefillEvidence: textOf(one["early_refill_evidence"]) ?? "",
  };
}

function transferOf({ transfer, transfer_count }: Record<string, unknown>) {
  const moved = told(transfer);
  const isUnclear = isYes(transfer) && !isObject(transfer);
  const transferCount = isUnclear ? Number.NaN : (count(moved["count"] ?? transfer_count) ?? 0);
  const ends = [moved["from"], moved["to"]];
  const isMoved = transferCount !== 0 || ends.some(isYes);
  return {
    transferCount,
    isTransferByPharmacists: !isMoved || ends.every((end) => PHARMACIST.test(textOf(end) ?? "")),
  };
}

/** The fields of an object that hold anything. */
function told(value: unknown): Record<string, unknown> {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null))
    : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isYes(value: unknown): boolean {
  return !NO.has(
    String(value ?? "")
      .trim()
      .toLowerCase(),
  );
}

function textOf(value: unknown): string | null {
  const text = String(value ?? "").trim();
  return text === "" ? null : text;
}

function count(value: unknown): number | null {
  const text = textOf(value);
  if (text === null) {
    return null;
  }
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

function next(used: number | null): number | null {
  return used === null ? null : used + 1;
}

function largest(numbers: readonly (number | null)[]): number | null {
  const given = numbers.filter((one) => one !== null);
  return given.length > 0 ? Math.max(...given) : null;
}

function toDate(value: unknown): Date | null {
  return textOf(value) === null ? null : new Date(typeof value === "string" ? value : Number.NaN);
}
