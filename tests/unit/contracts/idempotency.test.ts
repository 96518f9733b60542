import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { allContracts } from "@/lib/contracts/all-contracts";
import { openApiDocument } from "@/lib/http/openapi";

const MANNERS = readFileSync("docs/api-manners.md", "utf8").replaceAll(/\s+/g, " ");
const kept = (how: "after" | "never") =>
  allContracts.filter(({ idempotency }) => idempotency === how);

describe("an Idempotency-Key", () => {
  test("has its answer stored after the work where a password or a code is judged", () => {
    expect(kept("after").map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining([
        ...["changePassword", "beginSecondFactor", "confirmSecondFactor", "removeSecondFactor"],
        ...["createOwnApiKey", "inviteUser", "resetUserPassword"],
      ]),
    );
  });

  test.each(kept("never"))("of $operationId is ignored, and the document says so", (contract) => {
    const path = openApiDocument().paths?.[contract.path];
    const { parameters = [], responses, description } = path?.post ?? {};
    const named = JSON.stringify([parameters, responses]);
    expect(named).not.toContain("Idempotency-Key");
    expect(named).not.toContain("Idempotency-Replayed");
    expect(description).toContain("Ignores Idempotency-Key");
    const ignored = MANNERS.split(". ").filter((one) => one.includes("ignore the header"));
    expect(ignored.join()).toContain(contract.path);
  });

  test("is never kept with an answer that shows patient data", () => {
    expect(kept("never").map(({ operationId }) => operationId)).toEqual([
      "revealPatientData",
      "dryRunRule",
    ]);
    for (const { path } of kept("after")) {
      expect(MANNERS).toContain(path);
    }
  });
});
