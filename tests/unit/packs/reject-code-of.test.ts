import { describe, expect, it } from "vitest";
import { capOfAct } from "@/lib/automation/cap-of-act";
import type { JsonObject } from "@/lib/contracts/common";
import { KROGER } from "@/lib/packs/kroger/pack";
import { isPharmacistsReject } from "@/lib/packs/pharmacists-work";
import { rejectCodeOf, rejectCodesOf } from "@/lib/packs/reject-code-of";

describe("reject codes that a case tells of", () => {
  it.each([
    ["88", ["88"]],
    [88, ["88"]],
    [" 088 ", ["88"]],
    [7, ["07"]],
    ["mr", ["MR"]],
    [
      ["88", "79", "88"],
      ["88", "79"],
    ],
    ["79, 88", ["79", "88"]],
    ["R88", ["R88"]],
    [{ code: "88" }, ["?"]],
    [8.8, ["?"]],
    [true, ["?"]],
    [[null, ["", "none"], 0, false], []],
    [undefined, []],
  ])("%j are %j", (told, codes) => {
    expect(rejectCodesOf(told)).toEqual(codes);
  });

  it("of several the pharmacist's is shown", () => {
    expect(rejectCodeOf(["79", "88"])).toBe("88");
    expect(rejectCodeOf(["79", "75"])).toBe("79");
    expect(rejectCodeOf([])).toBeNull();
  });

  it.each<[JsonObject, boolean]>([
    [{ reject_code: ["79", "88"] }, true],
    [{ reject_code: "R88" }, true],
    [{ reject_code: "79", prescription: { reject_code: "088" } }, true],
    [{ reject_code: ["79", "75"] }, false],
    [{}, false],
  ])("%j are a pharmacist's to answer: %s", (attributes, isTheirs) => {
    expect(isPharmacistsReject(attributes)).toBe(isTheirs);
  });

  it("the lowest cap of all that stand holds", () => {
    const capOn = (reject_code: string[]) =>
      capOfAct(
        KROGER,
        { queue: "rejection_resolution", attributes: { reject_code } },
        { type: "resolve_rejection", payload: { resolution: "schedule_refill" } },
      ).cap;
    expect(capOn(["79"])).toBe("full_auto");
    expect(capOn(["79", "75"])).toBe("propose");
    expect(capOn(["79", "88"])).toBe("observe");
  });
});
