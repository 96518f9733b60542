import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KROGER } from "@/lib/packs/kroger/pack";
import { searchTextOf } from "@/lib/workflows/search-text";

describe("searchTextOf", () => {
  it("holds name, number, drug, payer, reject, blocker, store, prescriber and patient in lower case", () => {
    const seed = KROGER.scenarios.find(({ key }) => key === "insurance_rejected_outdated")?.seed;
    const text = searchTextOf(seed?.name ?? "", { ...seed?.attributes } as never);
    for (const words of [
      "refill: amlodipine 5 mg",
      "rx-104231",
      "tablet",
      "whetstone benefit plan",
      "68",
      "coverage expired",
      "dayton, far hills",
      "dr. s. lindqvist",
      "m. t.",
      "0286",
    ]) {
      expect(text).toContain(words);
    }
    expect(text).toBe(text.toLowerCase());
  });

  it("finds no patient by what an answer does not show", () => {
    const patient = { name: "John Smith", birth_date: "1985-03-12", mrn: "MRN-0012345" };
    const text = searchTextOf("A", { patient, payer: { holder: "John" } } as never);
    expect(text).toBe("a j.s. 1985 …2345");
  });

  it("holds nothing that is not to be searched", () => {
    const text = searchTextOf("A", { sig: "secret", anything: "secret", payer: null, store: true });
    expect(text).toBe("a");
  });

  // A database may give the keys of an object back in another order.
  it("is the same whatever the order of the keys", () => {
    const drug = { name: "zolpidem", strength: "10 mg", form: "tablet", schedule: "C-IV" };
    const { schedule, form, strength, name } = drug;
    const turned = { form, name, schedule, strength };
    expect(searchTextOf("x", { drug: turned })).toBe(searchTextOf("x", { drug }));
  });

  it("takes any JSON, and is never longer than 2,000 characters", () => {
    const json = fc.dictionary(
      fc.constantFrom("drug", "payer", "store", "patient", "x"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 3000 }), json, (name, attributes) => {
        expect(searchTextOf(name, attributes as never).length).toBeLessThanOrEqual(2000);
      }),
    );
  });

  it("does not cut an emoji in half at its end", () => {
    for (const length of [1998, 1999, 2000]) {
      expect(searchTextOf("a".repeat(length) + "👩‍⚕️".repeat(3), {}).isWellFormed()).toBe(true);
    }
  });
});
