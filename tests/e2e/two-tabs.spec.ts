import { expect, type Page, test } from "@playwright/test";
import { request } from "../support/api";
import { type RunningServer, startServer } from "../support/server";

const KEPT = "Quantity differs from the script, asked the office";

let server: RunningServer;

test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(() => server.stop());

async function post(path: string, body: object) {
  const answer = await request(server, "POST", path, body);
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.json;
}

/** A case with a proposal to decide, opened in a tab. */
async function beginWithProposal(page: Page): Promise<string> {
  const { id } = await post("/api/workflows", { name: "Refill to review" });
  const { proposal } = await post(`/api/dashboard/cases/${id}/propose`, {
    action_type: "advance_queue",
    label: "Move it on",
  });
  await page.goto(`${server.url}/cases/${id}`);
  return proposal.id;
}

const decide = (id: string, body: object) => post(`/api/dashboard/automation/${id}/decide`, body);

for (const { decision, told } of [
  { decision: { decision: "approve" }, told: "Approved by" },
  {
    decision: { decision: "reject", reason_code: "other", note: "No" },
    told: "Rejected by",
  },
]) {
  test(`a rejection being written stays when the other tab decides: ${told}`, async ({ page }) => {
    const proposalId = await beginWithProposal(page);
    await page.getByRole("button", { name: "Reject" }).click();
    const dialog = page.getByRole("dialog", { name: "Reject the proposal" });
    await dialog.getByLabel("Reason", { exact: true }).fill(KEPT);
    await decide(proposalId, decision);
    await expect(dialog.getByRole("alert")).toContainText(`${told} demo meanwhile`, {
      ignoreCase: true,
    });
    await expect(dialog.getByLabel("Reason", { exact: true })).toHaveValue(KEPT);
    await expect(dialog.getByRole("button", { name: "Confirm rejection" })).toHaveCount(0);
    await page.screenshot({ path: `test-results/e2e/overtaken-${decision.decision}.png` });
    await dialog.getByText("Close", { exact: true }).click();
    await expect(dialog).toHaveCount(0);
  });
}

test("a rejection of one's own closes its dialog without a word of another's", async ({ page }) => {
  await beginWithProposal(page);
  await page.getByRole("button", { name: "Reject" }).click();
  const dialog = page.getByRole("dialog", { name: "Reject the proposal" });
  await dialog.getByLabel("Kind of reason").selectOption("other");
  await dialog.getByLabel("Reason", { exact: true }).fill(KEPT);
  await dialog.getByRole("button", { name: "Confirm rejection" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("article").first()).toContainText(KEPT);
});

test("a gate that somebody opens meanwhile is not closed by who wanted it open", async ({
  page,
}) => {
  await beginWithProposal(page);
  const row = page.locator("li[id^='gate-']").first();
  const key = (await row.getAttribute("id"))?.replace("gate-", "") ?? "";
  await row.getByRole("switch").click();
  const dialog = page.getByRole("dialog", { name: "Open the gate" });
  await dialog.getByLabel("Reason", { exact: true }).fill(KEPT);
  await post("/dashboard/api/automation", { transition_key: key, enabled: true, note: "Pilot" });
  await expect(dialog.getByRole("alert")).toContainText("Opened by");
  await expect(dialog.getByLabel("Reason", { exact: true })).toHaveValue(KEPT);
  await expect(page.getByRole("button", { name: "Revoke gate" })).toHaveCount(0);
});
