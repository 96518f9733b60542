import { describe, expect, it } from "vitest";
import { ACTION_TYPES } from "@/lib/automation/action-registry";
import { KROGER } from "@/lib/packs/kroger/pack";
import { RESERVED_ACTS, type ReservedActName, reservedActOf } from "@/lib/packs/policy/act";
import { policiesAgainstNamed, policyNaming } from "@/lib/packs/policy/judge-policy";

const NAMES = Object.keys(RESERVED_ACTS) as ReservedActName[];
const given = (attributes: object) => ({
  pack: KROGER,
  attributes: { ...attributes },
  doer: "machine" as const,
  now: new Date("2026-03-02T09:30:00.000Z"),
});

describe("reserved acts", () => {
  it.each(NAMES)("%s is known however it is spelt", (name) => {
    const camel = name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    const spellings = [
      name,
      name.toUpperCase(),
      camel,
      name.replaceAll("_", "-"),
      name.replaceAll("_", " "),
      ` ${name}\u200b `,
      [...name].map((sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)).join(""),
      ...RESERVED_ACTS[name].aliases,
    ];
    expect(spellings.map(reservedActOf)).toEqual(spellings.map(() => name));
  });

  it.each(NAMES)("%s is denied to a machine by one of its own rules, whatever the case", (name) => {
    for (const attributes of [{}, { drug: { name: "a", schedule: "C-IV" } }]) {
      const rules: readonly string[] = RESERVED_ACTS[name].rules;
      const denied = policiesAgainstNamed(given(attributes), name).map(({ id }) => id);
      expect(denied.some((id) => rules.includes(id))).toBe(true);
    }
    expect(RESERVED_ACTS[name].rules).toContain(policyNaming(KROGER, name).id);
  });

  it("goes by what the case shows", () => {
    const first = (name: ReservedActName, attributes: object) =>
      policiesAgainstNamed(given(attributes), name)[0]?.id;
    const drug = { name: "a", schedule: "C-II" };
    expect(first("refill_prescription", { drug })).toBe("N5");
    expect(first("refill_prescription", {})).toBe("N3");
    expect(first("fill_prescription", { epcs: { altered: true } })).toBe("N10");
    expect(first("transfer_prescription", {})).toBe("N8");
  });

  it("none is the name of an action that does something, nor is any other word reserved", () => {
    for (const type of [...ACTION_TYPES, "approve_task", "fly", "a", ""]) {
      expect([type, reservedActOf(type)]).toEqual([type, null]);
    }
  });
});
