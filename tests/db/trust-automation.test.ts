import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "@/lib/auth/keys/create-api-key";
import { settleAudit } from "@/lib/automation/audits/settle-audit";
import { autoStep } from "@/lib/automation/auto-step";
import { executeGovernedAction } from "@/lib/automation/execute-governed-action";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import { renewTrust } from "@/lib/governance/trust/get-trust-dossier";
import { requestPromotion } from "@/lib/governance/trust/request-promotion";
import { isAppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { STAGES } from "@/lib/packs/pack";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, openAllGates, propose } from "./support/acts";
import { reporter } from "./support/reports";
import { openWorld, type TestWorld } from "./support/test-world";
import { REVERSIBLE } from "./support/trust";

const RUNS = 10_000;
const WHY = { reason_code: "pilot", reason: "It has done well" } as const;

/** What is there to act on, and the highest stage that anything has come to. */
interface Real {
  world: TestWorld;
  /** the machine, and keys that it has made for itself */
  machines: Context[];
  reported: string[];
  governed: string[];
  executions: number[];
  cases: number[];
}

type Call = (real: Real, ctx: Context, pick: number) => Promise<unknown>;

const pickFrom = <T>(list: readonly T[], pick: number): T | undefined => list[pick % list.length];

/** What a machine with every right can send: its own work, its own word on it, its own promotion. */
const CALLS: Readonly<Record<string, Call>> = {
  async reportProposal(real, ctx) {
    const id = `self-${real.reported.length}`;
    real.reported.push(id);
    await reporter(ctx, id, REVERSIBLE).propose();
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
    await reporter(ctx, id, { site_id: "default" }).succeed();
  },
  async propose(real, ctx, pick) {
    real.governed.push(await propose(ctx, pickFrom(real.cases, pick) ?? 0));
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

const ofReported = (real: Real, ctx: Context, pick: number) =>
  reporter(ctx, pickFrom(real.reported, pick) ?? "none", REVERSIBLE);

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

const command = fc
  .tuple(fc.constantFrom(...Object.keys(CALLS)), fc.nat(3), fc.nat(999))
  .map(([name, who, pick]) => new CallCommand(name, who, pick));

// Rules of one database serve as well as those of three here.
const [available] = await availableDatabases();

describe.each(available ? [available] : [])("a machine left to itself on $provider", (one) => {
  let real: Real;
  beforeAll(async () => {
    const world = await openWorld(one, { FOUR_EYES: "off" });
    await openAllGates(world.as("admin"));
    const cases: number[] = [];
    for (let i = 0; i < 20; i += 1) {
      cases.push(await addCase(world.as("admin"), { queue: "contact_manager" }));
    }
    const machines = [world.asMachine("admin")];
    real = { world, machines, reported: [], governed: [], executions: [], cases };
  });
  afterAll(() => real.world.close());

  it(`finds in ${RUNS} sequences of calls none that raises a stage`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands([command], { maxCommands: 6 }), async (commands) => {
        await fc.asyncModelRun(() => ({ model: {}, real }), commands);
        const raised = await real.world.db.trustScope.count({
          where: { stage: { in: STAGES.slice(1) } },
        });
        expect(raised).toBe(0);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    const kinds = await real.world.db.ameEvent.groupBy({ by: ["eventType"], _count: true });
    expect(kinds.map(({ eventType }) => eventType).sort()).toEqual(
      expect.arrayContaining(["decided", "executed", "outcome", "proposed"]),
    );
  }, 600_000);
});
