import { describe, expect, it } from "vitest";
import { findQueue, nextForward } from "@/lib/packs/find-pack";
import { KROGER } from "@/lib/packs/kroger/pack";

const gateKeys = KROGER.gates.map((gate) => gate.key);

describe("the Kroger pack", () => {
  it.each(KROGER.transitions)("joins two queues it knows: $from → $to", ({ from, to }) => {
    expect(findQueue(KROGER, from)).not.toBeNull();
    expect(findQueue(KROGER, to)).not.toBeNull();
  });

  it("has every gate that a transition asks for", () => {
    for (const { gate } of KROGER.transitions) {
      if (gate !== null) {
        expect(gateKeys).toContain(gate);
      }
    }
  });

  it("never asks the same gate for two different steps", () => {
    const asked = KROGER.transitions.flatMap(({ gate }) => (gate === null ? [] : [gate]));
    expect(new Set(asked).size).toBe(asked.length);
  });

  it("names each queue, gate and step once", () => {
    const steps = KROGER.transitions.map(({ from, to }) => `${from} ${to}`);
    for (const names of [KROGER.queues.map((queue) => queue.key), gateKeys, steps]) {
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it("starts, rejects and begins its templates in queues it knows", () => {
    const starts = KROGER.templates.map((template) => template.startQueue);
    for (const key of [KROGER.defaultQueue, KROGER.rejectionQueue, ...starts]) {
      expect(findQueue(KROGER, key)).not.toBeNull();
    }
  });

  it("has a way forward out of every queue but the last", () => {
    for (const queue of KROGER.queues) {
      expect(nextForward(KROGER, queue.key) === null).toBe(queue.isTerminal);
    }
  });

  it.each(["pre_verification", "verification"])(
    "lets only a pharmacist decide what leaves %s, and automation no more than propose",
    (key) => {
      const leaving = KROGER.transitions.filter((step) => step.from === key);
      expect(leaving.map((step) => step.decidedWith)).toEqual(["clinical:decide"]);
      expect(leaving.every((step) => step.gate !== null)).toBe(true);
      expect(findQueue(KROGER, key)?.cap).toBe("propose");
    },
  );
});
