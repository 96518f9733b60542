import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/contracts/common";
import { countMasked, maskCaseAttributes, maskPatientData } from "@/lib/packs/patient-data";

describe("patient data", () => {
  it.each<[string, unknown, unknown]>([
    ["patient_name", "Jane Q. Doe", "J.Q.D."],
    ["patientName", "Zoë Ångström", "Z.Å."],
    ["first_name", "Jane", "J."],
    ["lastName", "O'Neil-Smith", "O.N.S."],
    ["patient", "Jane Doe", "J.D."],
    ["dob", "1985-03-12", "1985"],
    ["date_of_birth", "12/03/1985", "1985"],
    ["birthDate", 19850312, "1985"],
    ["patient_dob", "unknown", null],
    ["phone", "+1 (614) 555-0142", "…0142"],
    ["patient_phone_number", "6145550142", "…0142"],
    ["mobile", 6145550142, "…0142"],
    ["ssn", "123-45-6789", "…6789"],
    ["mrn", "MRN-0012345", "…2345"],
    ["member_id", "ABC123456", "…3456"],
    ["policyNumber", "P-77", "…"],
    ["card_number", "4111 1111 1111 1111", "…1111"],
    ["insurance_id", "INS-998877", "…8877"],
    ["patient_ref", "pt-4471", "…4471"],
    ["email", "jane@example.com", null],
    ["patient_email", "jane@example.com", null],
    ["address", "1 High Street", null],
    ["home_address", { street: "1 High Street", city: "Columbus" }, { street: null, city: null }],
    ["zip", "43004", null],
    ["diagnosis", "E11.9", null],
    ["icd10_codes", ["E11.9", "I10"], [null, null]],
  ])("%s %j is shown as %j", (name, value, shown) => {
    const given = { deep: [{ [name]: value }] } as JsonObject;
    expect(maskPatientData(given)).toEqual({ deep: [{ [name]: shown }] });
  });

  it.each<[string, JsonObject]>([
    ["what is masked already", { patient: { initials: "J.D.", birth_year: 1985, last4: "0142" } }],
    [
      "the drug and the store",
      { drug: { name: "atorvastatin" }, store: { id: "014-00412", name: "Main" } },
    ],
    [
      "how to reach somebody",
      { contact_method: "phone", prescriber: "Dr. Ann Lee", payer: "Acme" },
    ],
    [
      "the claim",
      { reject_code: "79", refills_remaining: 0, sig: "Take 1 tablet", rx_number: "RX-1" },
    ],
    ["names of queues, rules and tasks", { name: "Refill", queue: "data_entry", rule: "Go on" }],
    ["whether there is something", { phone: true, email: null }],
  ])("%s stays as it is", (_, values) => {
    expect(maskPatientData(values)).toEqual(values);
    expect(countMasked(values, maskPatientData(values))).toBe(0);
  });

  it("knows that an object about a person holds that person's name and id", () => {
    const values = {
      members: [{ name: "Jane Doe", id: "M-12345", plan: "gold" }],
      patients: ["Al Bo"],
    };
    expect(maskPatientData(values)).toEqual({
      members: [{ name: "J.D.", id: "…2345", plan: null }],
      patients: ["A.B."],
    });
    expect(countMasked(values, maskPatientData(values))).toBe(4);
  });

  it.each<[string, JsonObject, JsonObject]>([
    [
      "a patient told of in other words",
      {
        patient: {
          first: "John",
          last: "Smith",
          telecom: [{ value: "6145550142" }],
          identifier: [{ system: "MRN", value: "MRN-0012345" }],
          city: "Columbus",
          contact: "Mary Smith",
          nickname: "Jack",
          anything: { deep: ["John Smith", 42] },
        },
      },
      {
        patient: {
          first: "J.",
          last: "S.",
          telecom: [{ value: null }],
          identifier: [{ system: "…", value: "…2345" }],
          city: null,
          contact: "M.S.",
          nickname: "J.",
          anything: { deep: [null, null] },
        },
      },
    ],
    [
      "patient_first",
      { patient_first: "John", patientLast: "Smith" },
      { patient_first: "J.", patientLast: "S." },
    ],
    ["patient_note", { patient_note: "John Smith, born in May" }, { patient_note: null }],
    ["contact_number", { contact_number: "6145550142" }, { contact_number: "…0142" }],
    ["phone2", { phone2: "6145550142", faxNo: 6145550142 }, { phone2: "…0142", faxNo: "…0142" }],
    ["customer", { customer: { name: "John Smith" } }, { customer: { name: "J.S." } }],
    [
      "customer_name",
      { customer_name: "John Smith", "customer.name": "J S" },
      { customer_name: "J.S.", "customer.name": "J S" },
    ],
    ["next_of_kin", { next_of_kin: "Mary Smith" }, { next_of_kin: "M.S." }],
    ["birthdate_iso", { birthdate_iso: "1985-03-12" }, { birthdate_iso: "1985" }],
    [
      "patient_details",
      { patient_details: { name: "John Smith", id: "P-12345", note: "x" } },
      { patient_details: { name: "J.S.", id: "…2345", note: null } },
    ],
    [
      "a FHIR patient",
      {
        resource: {
          resourceType: "Patient",
          id: "pat-00123",
          name: [{ use: "official", family: "Smith", given: ["John", "Q"] }],
          birthDate: "1985-03-12",
          gender: "male",
          text: { div: "John Smith" },
          active: true,
        },
      },
      {
        resource: {
          resourceType: "Patient",
          id: "…0123",
          name: [{ use: "O.", family: "S.", given: ["J.", "Q"] }],
          birthDate: "1985",
          gender: null,
          text: { div: null },
          active: true,
        },
      },
    ],
    [
      "a reference to a FHIR patient",
      { subject: { reference: "Patient/123", display: "John Smith" } },
      { subject: { reference: null, display: null } },
    ],
    [
      "numbers told by their look",
      { text: "SSN 123-45-6789, call (614) 555-0142 or jane@example.com about 00071-0155-23" },
      { text: "SSN …6789, call …0142 or … about 00071-0155-23" },
    ],
  ])("%s is masked wherever it stands", (_, values, shown) => {
    expect(maskPatientData(values)).toEqual(shown);
    expect(maskCaseAttributes(values)).toMatchObject("text" in values ? { text: null } : shown);
  });

  it("shows no text and no number of a person but initials, years and last digits", () => {
    const leaf = fc.oneof(
      fc.string({ minLength: 5 }).map((text) => `Secret${text}`),
      fc.integer({ min: 2_000_000_000, max: 9_000_000_000 }),
    );
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.string(), tie("value"), { maxKeys: 4 }),
      ),
    })).value;
    const person = fc.oneof(
      fc.tuple(
        fc.constantFrom(
          "patient",
          "Customer",
          "member",
          "subscriber",
          "guarantor",
          "contact",
          "nextOfKin",
          "patientDetails",
          "patient_x",
        ),
        fc.dictionary(fc.string(), json, { minKeys: 1, maxKeys: 5 }),
      ),
      fc.tuple(
        fc.string(),
        fc
          .dictionary(fc.string(), json, { minKeys: 1, maxKeys: 5 })
          .map((fields) => ({ ...fields, resourceType: "Patient" })),
      ),
    );
    fc.assert(
      fc.property(person, fc.boolean(), ([name, about], isDeep) => {
        const given = (isDeep ? { outer: [{ [name]: about }] } : { [name]: about }) as JsonObject;
        for (const shown of [maskPatientData(given), maskCaseAttributes(given)]) {
          for (const one of leavesOf(shown)) {
            expect(String(one)).toMatch(
              /^(?:null|Patient|(?:19|20)\d\d|…[\p{L}\p{N}]{0,4}|(?:[\p{L}\p{N}\p{M}]\.)*|[\p{Lu}\p{N}])$/u,
            );
          }
        }
      }),
    );
  });

  it("masks the same twice as once, and never throws", () => {
    const names = ["patient", "name", "dob", "phone", "email", "member_id", "x", "__proto__"];
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), json, { maxKeys: 5 }), (given) => {
        for (const mask of [maskPatientData, maskCaseAttributes]) {
          const once = mask(given as JsonObject);
          expect(mask(once)).toEqual(once);
        }
      }),
    );
  });

  it("shows nothing of what stands deeper than anybody looks", () => {
    const secret = "Jane Doe of 1 High Street";
    const nested = JSON.parse(
      `${'{"a":'.repeat(5000)}${JSON.stringify(secret)}${"}".repeat(5000)}`,
    );
    expect(JSON.stringify(maskPatientData(nested))).not.toContain("Jane");
  });
});

function leavesOf(value: unknown): unknown[] {
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap(leavesOf)
    : [value];
}
