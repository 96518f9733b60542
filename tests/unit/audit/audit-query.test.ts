import { describe, expect, it } from "vitest";
import { auditAddress, countFilters, readAuditQuery } from "@/components/audit/audit-query";

describe("the log's address", () => {
  it("is read and written without loss", () => {
    const params = {
      preset: "denied",
      actor: "user:demo",
      case_id: "12",
      from: "2026-11-01",
      to: "2026-11-02",
    };
    const { query, notUnderstood } = readAuditQuery(params);
    expect(notUnderstood).toEqual([]);
    expect(query).toMatchObject({ to: "2026-11-03T00:00:00.000Z" });
    expect(countFilters(query)).toBe(4);
    expect(auditAddress("/audit", query)).toBe(`/audit?${new URLSearchParams(params)}`);
  });

  it.each([
    [{ preset: "everything" }, "Kind “everything” is not a kind of entry"],
    [{ case_id: "12a" }, "Case “12a” is not the number of a case"],
    [{ outcome: "maybe" }, "Outcome “maybe” is not done or denied"],
    [{ from: "2026-02-30" }, "From “2026-02-30” is not a day like 2026-11-22"],
    [{ to: "yesterday" }, "To “yesterday” is not a day like 2026-11-22"],
    [{ actor: ["a", "b"] }, "Who “a,b” is not one short text"],
    [{ from: "0000-01-01" }, "From “0000-01-01” is not a day like 2026-11-22"],
    [{ to: "9999-12-31" }, "To “9999-12-31” is not a day like 2026-11-22"],
    [{ actor: "a\0b" }, "Who “a\0b” is not one short text"],
    [{ actr: "user:demo" }, "“actr” is no filter"],
  ])("says what it does not understand of %o, and filters by nothing of it", (params, words) => {
    const { query, notUnderstood } = readAuditQuery(params);
    expect(notUnderstood).toEqual([words]);
    expect(countFilters(query)).toBe(0);
    expect(query.preset).toBe("activity");
  });

  it("takes empty fields of the form for nothing asked", () => {
    const { query, notUnderstood } = readAuditQuery({ action: "", actor: " ", case_id: "" });
    expect([notUnderstood, countFilters(query)]).toEqual([[], 0]);
  });
});
