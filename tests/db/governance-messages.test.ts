import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findReleasable } from "@/lib/automation/find-releasable";
import { insertMessage } from "@/lib/automation/outbox-repository";
import { releaseMessagesJob } from "@/lib/automation/release-messages-job";
import type { StopScope } from "@/lib/contracts/kill-switch";
import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { availableDatabases } from "../support/test-database";
import { addCase, gate, openAllGates, run, seedCase } from "./support/acts";
import { countQueries } from "./support/count-queries";
import { forgetGovernance, revoke, stop } from "./support/governance";
import { runSchedule } from "./support/run-schedule";
import { openWorld, type TestWorld } from "./support/test-world";

const ELSEWHERE: StopScope[] = [
  { kind: "site", key: "store-2" },
  { kind: "queue", key: "dispensing" },
  { kind: "action", key: "notify_patient" },
];

describe.each(await availableDatabases())(
  "messages of what is stopped on $provider",
  (available) => {
    let world: TestWorld;
    let admin: Context;
    beforeAll(async () => {
      world = await openWorld(available);
      admin = world.as("admin");
      await addCase(admin, { site_id: "store-2" });
    });
    beforeEach(async () => {
      await forgetGovernance(world);
      await openAllGates(admin);
    });
    afterAll(() => world.close());

    it("a message that nobody can tell the origin of stays where any queue or action is stopped", async () => {
      const caseId = await seedCase(admin, "insurance_rejected_outdated");
      const details = { topic: "patient.message", payload: {}, siteId: "dashboard_demo", caseId };
      await keepBooks(admin, (tx) => insertMessage(tx, { ...details, availableAt: tx.now() }));
      for (const scope of ELSEWHERE) {
        await stop(admin, scope);
        const isItsSite = scope.kind === "site";
        expect(await findReleasable(admin, 10)).toHaveLength(isItsSite ? 1 : 0);
        expect(await runSchedule(world, releaseMessagesJob)).toEqual({
          released: isItsSite ? 1 : 0,
        });
        await stop(admin, scope, false);
        await world.db.outboxMessage.updateMany({ data: { status: "waiting" } });
      }
      await world.db.outboxMessage.deleteMany({});
    });

    it("a message stays while its gate is revoked, and goes once the gate is open", async () => {
      const caseId = await seedCase(admin, "insurance_rejected_outdated");
      await run(admin, caseId, "notify_patient", { template: "insurance_problem" });
      const start = world.clock.now;
      world.advanceMinutes(60);
      await revoke(admin, "kroger.request_renewal");
      expect(await findReleasable(admin, 10)).toHaveLength(1);
      const [seen] = await findReleasable(admin, 10);
      await revoke(admin, "kroger.notify_patient");
      expect(seen?.caseId).toBe(caseId);
      expect(await findReleasable(admin, 10)).toEqual([]);
      expect(await runSchedule(world, releaseMessagesJob)).toEqual({ released: 0 });
      await gate(admin, "kroger.notify_patient", true);
      expect(await runSchedule(world, releaseMessagesJob)).toEqual({ released: 1 });
      world.clock.now = start;
    });

    it("looks for the origins of all messages at once", async () => {
      const caseId = await seedCase(admin, "insurance_rejected_outdated");
      await run(admin, caseId, "notify_patient", { template: "insurance_problem" });
      const other = await seedCase(admin, "out_of_stock");
      await run(admin, other, "notify_patient", { template: "delay" });
      const start = world.clock.now;
      world.advanceMinutes(60);
      await stop(admin, { kind: "queue", key: "rejection_resolution" });
      const { ctx, counts } = countQueries(admin);
      const releasable = await findReleasable(ctx, 10);
      expect(releasable.map((message) => message.caseId)).toEqual([other]);
      expect(counts).toMatchObject({ "OutboxMessage.findMany": 1, "Execution.findMany": 1 });
      expect(counts["Proposal.findFirst"]).toBeUndefined();
      await world.db.outboxMessage.deleteMany({});
      world.clock.now = start;
    });
  },
);
