import { describe, expect, it } from "vitest";
import {
  DEFAULT_PACK,
  findPack,
  findQueue,
  findTransition,
  nextForward,
  nextTransitions,
} from "@/lib/packs/find-pack";
import { KROGER } from "@/lib/packs/kroger/pack";
import type { Pack, Transition } from "@/lib/packs/pack";

const step = (to: string, kind: Transition["kind"]): Transition => ({
  from: "here",
  to,
  gate: null,
  decidedWith: "proposals:decide",
  kind,
});

describe("findPack", () => {
  it("finds a registered pack by its id", () => {
    expect(findPack("kroger")).toBe(KROGER);
  });

  it("finds the default pack among the registered ones", () => {
    expect(findPack(DEFAULT_PACK.id)).toBe(DEFAULT_PACK);
  });

  it("finds nothing under another id, spelling or name of an object's own", () => {
    for (const id of ["", "Kroger", "kroger ", "toString", "__proto__"]) {
      expect(findPack(id)).toBeNull();
    }
  });
});

describe("findQueue", () => {
  it("gives each queue of the pack by its key", () => {
    for (const queue of KROGER.queues) {
      expect(findQueue(KROGER, queue.key)).toBe(queue);
    }
  });

  it("gives null for a queue the pack does not have", () => {
    expect(findQueue(KROGER, "attic")).toBeNull();
  });
});

describe("findTransition", () => {
  it("knows the step from data entry to pre-verification with its gate", () => {
    expect(findTransition(KROGER, "data_entry", "pre_verification")?.gate).toBe(
      "kroger.data_entry_to_preverify_insurance",
    );
  });

  it.each([
    ["backwards", "pre_verification", "data_entry"],
    ["over the pharmacist's review", "data_entry", "dispensing"],
    ["over the final check", "dispensing", "will_call"],
    ["to where it stands", "data_entry", "data_entry"],
    ["from nowhere", "attic", "data_entry"],
  ])("knows no step %s", (_way, from, to) => {
    expect(findTransition(KROGER, from, to)).toBeNull();
  });
});

describe("nextTransitions", () => {
  it("puts the way forward before the way of an exception", () => {
    expect(nextTransitions(KROGER, "data_entry").map((next) => next.to)).toEqual([
      "pre_verification",
      "rejection_resolution",
    ]);
  });

  it("puts the way forward first even where the pack lists the exception first", () => {
    const pack: Pack = {
      ...KROGER,
      transitions: [step("aside", "exception"), step("on", "forward"), step("out", "exception")],
    };
    expect(nextTransitions(pack, "here").map((next) => next.to)).toEqual(["on", "aside", "out"]);
  });

  it("is empty where the way ends and for a queue nobody knows", () => {
    expect(nextTransitions(KROGER, "will_call")).toEqual([]);
    expect(nextTransitions(KROGER, "attic")).toEqual([]);
  });

  it("leaves the pack as it was", () => {
    const before = [...KROGER.transitions];
    nextTransitions(KROGER, "data_entry").reverse();
    expect(KROGER.transitions).toEqual(before);
  });
});

describe("nextForward", () => {
  it("walks from the contact manager to will call", () => {
    const walked = ["contact_manager"];
    for (let next = nextForward(KROGER, "contact_manager"); next !== null; ) {
      walked.push(next.to);
      next = walked.length > 20 ? null : nextForward(KROGER, next.to);
    }
    expect(walked).toEqual([
      "contact_manager",
      "inbound_comms",
      "data_entry",
      "pre_verification",
      "dispensing",
      "verification",
      "will_call",
    ]);
  });

  it("leads a resolved rejection back to data entry", () => {
    expect(nextForward(KROGER, "rejection_resolution")?.to).toBe("data_entry");
  });

  it("gives null where only exceptions lead out, and where nothing does", () => {
    const pack: Pack = { ...KROGER, transitions: [step("aside", "exception")] };
    expect(nextForward(pack, "here")).toBeNull();
    expect(nextForward(KROGER, "will_call")).toBeNull();
  });
});
