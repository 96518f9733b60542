import type { JsonObject } from "@/lib/contracts/common";
import { type Schedule, scheduleOf } from "../drug-schedule";
import { isObject, told, toldPlaces } from "../told-places";
import { toldRejectCodes } from "../told-reject-codes";

/** What the deny rules look at of a case. */
export interface PolicyFacts {
  schedule: Schedule;
  /** of the rejects that stand, as the standard writes them */
  rejectCodes: readonly string[];
  /** which refill this fill is: 0 = the first fill; null when nobody says, NaN when not understood */
  refillNumber: number | null;
  /** before this fill; null when nobody says, NaN when not understood */
  refillsRemaining: number | null;
  /** somebody says that refills are left, or what is not understood */
  hasRefills: boolean;
  /** when the prescription was issued; null when nobody says, invalid when not understood */
  issuedAt: Date | null;
  /** an electronic prescription was changed between its signing and the pharmacy */
  isAltered: boolean;
  /** how often its refills were transferred; NaN when not understood */
  transferCount: number;
  /** false when it was transferred and not both ends were pharmacists */
  isTransferByPharmacists: boolean;
  /** all who are told to have signed an electronic prescription */
  signers: readonly string[];
  isOral: boolean;
  /** the prescriber's answer asks for something else than was on file */
  isAnswerChanged: boolean;
  /** what supports an early refill; empty when nothing does, or somebody says so */
  earlyRefillEvidence: string;
}

type Places = ReturnType<typeof toldPlaces>;

const NO = new Set(["", "0", "false", "no", "none", "null", "undefined"]);

const PHARMACIST = /^(?:pharmacist|r\.?ph\.?|pharmd)$/i;
/** 2 is NCPDP's code for a prescription by telephone. */
const ORAL = /^(?:oral|voice|verbal|tele|phone|call|0*2$)/i;

/**
 * Pure: reads the free-form attributes. What could be a warning counts as one, and where two places
 * tell of the same, the one that warns counts.
 */
export function policyFactsOf(attributes: JsonObject): PolicyFacts {
  const places = toldPlaces(attributes);
  const all = (...names: string[]) => valuesOf(places, names);
  const sent = places.flatMap(({ epcs }) => (epcs === undefined ? [] : [epcs]));
  const inSent = (name: string) => sent.map((epcs) => told(epcs)[name]);
  const left = all("refills_remaining").map(count);
  return {
    schedule: scheduleOf(attributes),
    rejectCodes: toldRejectCodes(attributes),
    refillNumber: largest([
      ...all("refill_number").map(count),
      ...all("refills_used").map((used) => next(count(used))),
    ]),
    refillsRemaining: smallest(left),
    // What is not understood is not a number, and compares as neither.
    hasRefills: left.some((one) => one !== null && !(one <= 0)),
    issuedAt: earliest(all("issued_at", "date_written")),
    isAltered:
      sent.some((epcs) => isYes(epcs) && epcs !== true && !isObject(epcs)) ||
      [...inSent("altered"), ...all("epcs_altered", "altered")].some(isYes),
    ...transferOf(places),
    signers: textsOf([...inSent("signed_by"), ...all("epcs_signed_by")]),
    isOral: textsOf(all("origin", "prescription_origin", "origin_code")).some((origin) =>
      ORAL.test(origin),
    ),
    isAnswerChanged: textsOf(all("prescriber_answer")).some((answer) =>
      /change|replace/i.test(answer),
    ),
    earlyRefillEvidence: evidenceIn(all("early_refill_evidence")),
  };
}

/** What is told under any of the names, in any place. */
function valuesOf(places: Places, names: readonly string[]): unknown[] {
  return places.flatMap((place) => names.map((name) => place[name]));
}

function transferOf(places: Places) {
  const transfers = valuesOf(places, ["transfer"]);
  const isUnclear = transfers.some((one) => isYes(one) && !isObject(one));
  const counted = [
    ...transfers.map((one) => told(one)["count"]),
    ...valuesOf(places, ["transfer_count"]),
  ];
  const transferCount = isUnclear ? Number.NaN : (largest(counted.map(count)) ?? 0);
  const moved = transfers.map(told).filter(tellsOfMove);
  return {
    transferCount,
    isTransferByPharmacists:
      moved.every(isByPharmacists) && (transferCount === 0 || moved.length > 0),
  };
}

function tellsOfMove(transfer: Record<string, unknown>): boolean {
  return (count(transfer["count"]) ?? 0) !== 0 || [transfer["from"], transfer["to"]].some(isYes);
}

function isByPharmacists({ from, to }: Record<string, unknown>): boolean {
  return [from, to].every((end) => PHARMACIST.test(textOf(end) ?? ""));
}

function evidenceIn(values: readonly unknown[]): string {
  const given = textsOf(values);
  return given.every(isYes) ? (given[0] ?? "") : "";
}

function isYes(value: unknown): boolean {
  return !NO.has(
    String(value ?? "")
      .trim()
      .toLowerCase(),
  );
}

function textsOf(values: readonly unknown[]): string[] {
  return values.map(textOf).filter((text) => text !== null);
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

/** NaN where one is. */
function largest(numbers: readonly (number | null)[]): number | null {
  const given = numbers.filter((one) => one !== null);
  return given.length > 0 ? Math.max(...given) : null;
}

/** NaN where one is. */
function smallest(numbers: readonly (number | null)[]): number | null {
  const given = numbers.filter((one) => one !== null);
  return given.length > 0 ? Math.min(...given) : null;
}

/** Invalid where one is. */
function earliest(values: readonly unknown[]): Date | null {
  const moments = values
    .filter((value) => textOf(value) !== null)
    .map((value) => (typeof value === "string" ? Date.parse(value) : Number.NaN));
  const first = smallest(moments);
  return first === null ? null : new Date(first);
}
