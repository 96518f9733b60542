import type { JsonObject } from "@/lib/contracts/common";
import { PERMISSIONS_BY_ROLE } from "@/lib/contracts/permission";
import type { Pack } from "@/lib/packs/pack";
import { RESERVED_ACTS, type ReservedActName } from "@/lib/packs/policy/act";
import type { PolicyStep } from "@/lib/packs/policy/acts-of-step";
import type { Doer } from "@/lib/packs/policy/deny-rules";
import {
  type Denial,
  type PolicyCase,
  policiesAgainst,
  policiesAgainstNamed,
  policyNaming,
} from "@/lib/packs/policy/judge-policy";
import { AppError } from "./app-error";
import { isMachine } from "./authority";
import type { Context } from "./context";

/** The case that a step is judged on. */
export interface Judged {
  pack: Pack;
  case: { id: number; siteId: string; attributes: JsonObject };
}

type WhoAsks = Pick<Context, "actor" | "now">;

/** A person whose permissions are a pharmacist's is one here; a machine never is, an admin's key neither. */
export function doerOf(ctx: Pick<Context, "actor">): Doer {
  if (isMachine(ctx)) {
    return "machine";
  }
  const { role, permissions } = ctx.actor;
  const mayJudge =
    PERMISSIONS_BY_ROLE[role].has("clinical:decide") &&
    (permissions?.has("clinical:decide") ?? true);
  return mayJudge ? "pharmacist" : "person";
}

/**
 * Passes unless N1–N14 deny the step to whoever asks.
 * @param doer who does it, where a pharmacist has approved what another runs
 * @throws AppError blocked; forbidden for a person who is no pharmacist
 */
export function assertPolicy(
  ctx: WhoAsks,
  judged: Judged,
  step: PolicyStep,
  doer: Doer = doerOf(ctx),
): void {
  const denials = policiesAgainst(policyCaseOf(judged, doer, ctx.now()), step);
  refuse(judged, denials, doer === "person");
}

/**
 * Passes unless N1–N14 deny the step to everyone: what not even a pharmacist does, and what a
 * report of another system cannot make right.
 * @throws AppError blocked
 */
export function assertAllowedAtAll(
  ctx: Pick<Context, "now">,
  judged: Judged,
  step: PolicyStep,
): void {
  refuse(judged, policiesAgainst(policyCaseOf(judged, "pharmacist", ctx.now()), step), false);
}

/**
 * What a request for a reserved act by its name is answered with, by whomever it is asked.
 * @param known the case and the time; null where no case is named
 */
export function reservedActError(
  pack: Pack,
  name: ReservedActName,
  known: (Pick<Judged, "case"> & { now: Date }) | null,
): AppError {
  const denials = known
    ? policiesAgainstNamed(policyCaseOf({ pack, case: known.case }, "machine", known.now), name)
    : [policyNaming(pack, name)];
  const { nextStep } = RESERVED_ACTS[name];
  return errorOf(known?.case ?? null, name, denials, { code: "blocked", nextStep });
}

function policyCaseOf({ pack, case: one }: Judged, doer: Doer, now: Date): PolicyCase {
  return { pack, attributes: one.attributes, doer, now };
}

function refuse({ case: one }: Judged, denials: readonly Denial[], isPerson: boolean): void {
  const [first] = denials;
  if (!first) {
    return;
  }
  const isHard = first.deniedTo === "everyone";
  throw errorOf(one, "step", denials, {
    code: isPerson && !isHard ? "forbidden" : "blocked",
    nextStep: isHard
      ? "No role and no gate lifts this; GET /api/governance/caps lists the rules."
      : "Propose it, and leave the decision to a signed-in pharmacist.",
  });
}

function errorOf(
  one: Judged["case"] | null,
  act: string,
  denials: readonly Denial[],
  { code, nextStep }: { code: "blocked" | "forbidden"; nextStep: string },
): AppError {
  const [first, ...others] = denials;
  const also = others.length > 0 ? ` So do ${others.map(({ id }) => id).join(" and ")}.` : "";
  const message = first
    ? `${first.id}: ${first.rule} [${first.source}]. ${first.detail}${also} ${nextStep}`
    : nextStep;
  const [caseId, siteId] = [one?.id ?? null, one?.siteId ?? null];
  const rules = denials.map(({ id }) => id);
  return new AppError(code, message, [], { denial: { rules, act, caseId, siteId } });
}
