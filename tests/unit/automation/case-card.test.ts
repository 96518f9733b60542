import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCaseCard } from "@/lib/automation/case-card";
import type { JsonObject } from "@/lib/contracts/common";
import { boardContract } from "@/lib/contracts/dashboard";
import { KROGER } from "@/lib/packs/kroger/pack";
import { makeDetails, makeTask, NOW } from "./subjects";

const cardSchema = boardContract.success.answer.shape.queues.element.shape.cases.element;
const after = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

describe("the risk on a card", () => {
  it.each([
    [-0.001, "breached"],
    [0, "at_risk"],
    [19.99, "at_risk"],
    [20, "on_time"],
    [10_000, "on_time"],
  ])("with %d minutes left is %s", (minutes, risk) => {
    expect(toCaseCard(makeDetails({ promisedAt: after(minutes) }), 0, NOW).risk).toBe(risk);
  });

  it("is none once the case is closed", () => {
    const closed = makeDetails({ queue: "will_call", promisedAt: after(-60) });
    expect(toCaseCard(closed, 0, NOW)).toMatchObject({ risk: "none", next_action: null });
  });
});

describe("a card", () => {
  it.each(KROGER.scenarios)("of $key has all its facts in words", ({ seed }) => {
    const attributes = { ...seed.attributes } as JsonObject;
    const { queue, insurance, name } = seed;
    const card = toCaseCard(makeDetails({ name, queue, insurance, attributes }), 2, NOW);
    const { drug, patient, store } = seed.attributes;
    expect(card).toMatchObject({
      drug: `${drug?.name} ${drug?.strength}`,
      schedule: drug?.schedule ?? null,
      patient: `${patient?.initials} · ${patient?.birth_year} · …${patient?.last4}`,
      store: store?.name,
      rx_number: seed.attributes.rx_number,
      open_proposals: 2,
    });
  });

  it("tells the reject before any other blocker", () => {
    const card = (attributes: JsonObject) =>
      toCaseCard(makeDetails({ attributes }), 0, NOW).blocker;
    expect(card({ reject_code: "68", reject_message: "Expired", blocker: "b" })).toBe(
      "Reject 68: Expired",
    );
    expect(card({ reject_code: "68", blocker: "No card" })).toBe("Reject 68: No card");
    expect(card({ reject_code: "68" })).toBe("Reject 68: claim rejected");
    expect(card({ blocker: "No card" })).toBe("No card");
    expect(card({})).toBeNull();
  });

  it("belongs to whoever has the first open task", () => {
    const tasks = [
      makeTask({ id: 1, state: "completed", assignedTo: "A" }),
      makeTask({ id: 2, state: "failed", assignedTo: "B" }),
      makeTask({ id: 3, state: "pending", assignedTo: "C" }),
    ];
    expect(toCaseCard(makeDetails({}, tasks), 0, NOW).owner).toBe("C");
  });

  it("has no blank where a drug has no strength", () => {
    const attributes = { drug: { name: "atorvastatin", strength: "", form: "tablet" } };
    expect(toCaseCard(makeDetails({ attributes }), 0, NOW).drug).toBe("atorvastatin");
  });

  it.each(["drug", "patient", "store"])("shows a %s that is plain text, or nothing", (key) => {
    const card = toCaseCard(makeDetails({ attributes: { [key]: "plain" } }), 0, NOW);
    expect(JSON.stringify(card)).not.toContain("undefined");
  });

  it("fits its contract whatever JSON a caller has stored as attributes", () => {
    const keys = [
      "rx_number",
      "drug",
      "store",
      "patient",
      "blocker",
      "reject_code",
      "reject_message",
      "refills_remaining",
    ];
    const json = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 1 }));
    fc.assert(
      fc.property(json, (attributes) => {
        const card = toCaseCard(makeDetails({ attributes: attributes as JsonObject }), 0, NOW);
        expect(cardSchema.safeParse(card).error?.issues).toBeUndefined();
      }),
    );
  });
});
