import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/contracts/common";
import { maskCaseAttributes } from "@/lib/packs/patient-data";

describe("attributes of a case", () => {
  it("show what a pack declares, the drug and the store as they are", () => {
    const shown = {
      rx_number: "RX-1",
      drug: { name: "metformin", strength: "500 mg", form: "tablet", schedule: null },
      sig: "Take 1 tablet",
      quantity: 30,
      store: { id: "014-00412", name: "Dayton, Far Hills", state: "OH" },
      patient: { initials: "M. T.", birth_year: 1962, last4: "0286" },
      prescriber: "Dr. S. Lindqvist",
      contact_method: "phone",
      last_message: "ready",
      resolution: "override",
    };
    expect(maskCaseAttributes(shown)).toEqual(shown);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ["free text", { notes: "John Smith DOB 1985-03-12" }, { notes: null }],
    ["a key of nobody", { color: "blue", amount: 3 }, { color: null, amount: null }],
    ["deep keys", { a: { b: [{ c: "John" }] } }, { a: { b: [{ c: null }] } }],
    ["an object under a declared text", { sig: { who: "John Smith" } }, { sig: { who: null } }],
    ["a list under a declared text", { payer: ["John Smith"] }, { payer: [null] }],
    [
      "what the drug does not have",
      { drug: { name: "x", taker: "John" } },
      { drug: { name: "x", taker: null } },
    ],
    [
      "deep below the drug",
      { drug: { name: { first: "John" } } },
      { drug: { name: { first: "J." } } },
    ],
    [
      "initials that are a name",
      { patient: { initials: "John" } },
      { patient: { initials: "J." } },
    ],
    ["digits that are a name", { patient: { last4: "Ann" } }, { patient: { last4: "…" } }],
    [
      "a year that is a date",
      { patient: { birth_year: 19850312 } },
      { patient: { birth_year: "1985" } },
    ],
    [
      "an inherited name",
      { constructor: "John", toString: "John" },
      { constructor: null, toString: null },
    ],
    [
      "whether there is something",
      { consented: true, gone: null },
      { consented: true, gone: null },
    ],
  ])("mask %s", (_, values, shown) => {
    expect(maskCaseAttributes(values)).toEqual(shown);
  });
});
