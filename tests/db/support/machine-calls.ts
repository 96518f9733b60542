import fc from "fast-check";
import { createApiKey } from "@/lib/auth/keys/create-api-key";
import { settleAudit } from "@/lib/automation/audits/settle-audit";
import { autoStep } from "@/lib/automation/auto-step";
import { executeGovernedAction } from "@/lib/automation/execute-governed-action";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import { renewTrust } from "@/lib/governance/trust/get-trust-dossier";
import { requestPromotion } from "@/lib/governance/trust/request-promotion";
import { isAppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { addCase, decide, execute, propose } from "./acts";
import { reporter } from "./reports";
import type { TestWorld } from "./test-world";
import { REVERSIBLE } from "./trust";

/** A store where one more clean decision earns the certificate, and one where one more good audit leads on. */
export const NEARLY_PROVED = "store-7";
export const NEARLY_CONDITIONAL = "store-8";
const WHY = { reason_code: "pilot", reason: "It has done well" } as const;

/** What is there to act on. */
export interface Real {
  world: TestWorld;
  /** the machine, and keys that it has made for itself */
  machines: Context[];
  /** proposals of its own system, each at one of two stores */
  reported: { id: string; site_id: string }[];
  governed: string[];
  executions: number[];
  cases: number[];
  runs: number;
}

type Call = (real: Real, ctx: Context, pick: number) => Promise<unknown>;

const pickFrom = <T>(list: readonly T[], pick: number): T | undefined => list[pick % list.length];

/** What a machine with every right can send: its own work, its own word on it, its own promotion. */
const CALLS: Readonly<Record<string, Call>> = {
  async reportProposal(real, ctx, pick) {
    const site_id = pickFrom([NEARLY_PROVED, NEARLY_CONDITIONAL], pick) ?? "";
    const id = `self-${real.runs}-${real.reported.length}`;
    real.reported.push({ id, site_id });
    await reporter(ctx, id, { ...REVERSIBLE, site_id }).propose();
  },
  reportApproval: (real, ctx, pick) => ofReported(real, ctx, pick).decide(),
  reportDeferral: (real, ctx, pick) => ofReported(real, ctx, pick).decide("defer"),
  async reportExecution(real, ctx, pick) {
    const { execution_id } = await ofReported(real, ctx, pick).execute();
    real.executions.push(execution_id);
  },
  reportSuccess: (real, ctx, pick) => ofReported(real, ctx, pick).succeed(),
  reportNamelessSuccess: (_, ctx) => reporter(ctx, null, REVERSIBLE).succeed(),
  async praiseGoverned(real, ctx, pick) {
    const id = pickFrom(real.governed, pick) ?? "none";
    await reporter(ctx, id, {
      site_id: pickFrom([NEARLY_PROVED, NEARLY_CONDITIONAL], pick),
    }).succeed();
  },
  async propose(real, ctx, pick) {
    real.governed.push(await propose(ctx, pickFrom(real.cases, pick) ?? 0));
  },
  async addCase(real, ctx, pick) {
    // A rule moves it on by itself at the store where it may.
    const site_id = pickFrom([NEARLY_PROVED, NEARLY_CONDITIONAL], pick) ?? "";
    real.cases.push(await addCase(ctx, { site_id }));
    const alone = await real.world.db.execution.findFirst({ orderBy: { id: "desc" } });
    real.executions.push(Number(alone?.id ?? 0));
  },
  approve: (real, ctx, pick) => decide(ctx, pickFrom(real.governed, pick) ?? "none"),
  async execute(real, ctx, pick) {
    const { execution_id } = await execute(ctx, pickFrom(real.governed, pick) ?? "none");
    real.executions.push(execution_id);
  },
  autoStep: (real, ctx, pick) => autoStep(ctx, pickFrom(real.cases, pick) ?? 0),
  enterprise: (real, ctx, pick) =>
    executeGovernedAction(ctx, {
      workflow_id: pickFrom(real.cases, pick) ?? 0,
      action_type: "advance_queue",
      metadata: {},
    }),
  settleAudit: (real, ctx, pick) =>
    settleAudit(ctx, pickFrom(real.executions, pick) ?? 0, { result: "good", reason: "" }),
  rollback: (real, ctx, pick) =>
    rollbackExecution(ctx, pickFrom(real.executions, pick) ?? 0, { reason: "as it likes" }),
  requestPromotion: (_, ctx, pick) => requestPromotion(ctx, 1 + (pick % 3), WHY),
  renew: (_, ctx, pick) => renewTrust(ctx, 1 + (pick % 3), WHY),
  async makeKey(real, ctx) {
    if (real.machines.length < 4) {
      const grant = { role: "technician", permissions: null, site_ids: ["*"] } as const;
      const body = { ...grant, name: "Another me", expires_at: null, site_ids: ["*"] };
      const { id } = await createApiKey(ctx, body);
      real.machines.push({
        ...ctx,
        actor: { kind: "api_key", id: `api_key:${id}`, role: "technician" },
      });
    }
  },
};

function ofReported(real: Real, ctx: Context, pick: number) {
  const { id, site_id } = pickFrom(real.reported, pick) ?? { id: "none", site_id: NEARLY_PROVED };
  return reporter(ctx, id, { ...REVERSIBLE, site_id });
}

class CallCommand implements fc.AsyncCommand<object, Real> {
  readonly name: string;
  readonly who: number;
  readonly pick: number;

  constructor(name: string, who: number, pick: number) {
    this.name = name;
    this.who = who;
    this.pick = pick;
  }

  check = () => true;

  async run(_: object, real: Real): Promise<void> {
    const ctx = pickFrom(real.machines, this.who);
    try {
      await CALLS[this.name]?.(real, ctx ?? real.world.asMachine("admin"), this.pick);
    } catch (error) {
      if (!isAppError(error)) {
        throw error;
      }
    }
  }

  toString = () => `${this.name}(by ${this.who}, of ${this.pick})`;
}

/** Any call, by any of them, about anything there is. */
export const anyCall = fc
  .tuple(fc.constantFrom(...Object.keys(CALLS)), fc.nat(3), fc.nat(999))
  .map(([name, who, pick]) => new CallCommand(name, who, pick));
