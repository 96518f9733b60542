import { expect, test } from "@playwright/test";
import { request } from "../support/api";
import { type RunningServer, startServer } from "../support/server";

let server: RunningServer;
let caseId = 0;
let scopeId = 0;

/** Would say in the page that it ran. */
const MARKUP = [
  `<script>window.ran = "script"</script>`,
  `<img src=x onerror="window.ran = 'img'">`,
  `"><svg onload="window.ran = 'svg'">`,
  `javascript:window.ran='link'`,
  `{{constructor.constructor("window.ran = 'template'")()}}`,
].join(" ");

test.beforeAll(async () => {
  server = await startServer();
  const post = async (path: string, body: object) => {
    const answer = await request(server, "POST", path, body);
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer.json;
  };
  const one = await post("/api/workflows", {
    name: `Case ${MARKUP}`,
    description: `Description ${MARKUP}`,
    attributes: {
      drug: { name: `Drug ${MARKUP}`, strength: MARKUP },
      payer: MARKUP,
      sig: MARKUP,
      prescriber: MARKUP,
      blocker: `Blocker ${MARKUP}`,
      patient: { name: `Pat ${MARKUP}` },
    },
    initial_tasks: [{ name: `Task ${MARKUP}`, assigned_to: MARKUP.slice(0, 200) }],
  });
  caseId = one.id;
  await post(`/api/workflows/${caseId}/events`, { event_type: `e ${MARKUP}`.slice(0, 190) });
  await post("/api/rules", {
    name: `Rule ${MARKUP}`.slice(0, 200),
    condition: { type: "workflow_state", state: "data_entry" },
    action: { type: "advance_queue", notify: [MARKUP] },
  });
  await post(`/api/workflows/${caseId}/tasks`, { name: `Late task ${MARKUP}` });
  await post(`/api/dashboard/cases/${caseId}/propose`, {
    action_type: "advance_queue",
    label: `Label ${MARKUP}`.slice(0, 200),
  });
  const scope = { site_id: MARKUP.slice(0, 120), queue: MARKUP.slice(0, 120), action_type: "a" };
  await post("/api/ame/proposal", { scope, proposal_id: "p-1" });
  const decision = { decision: "reject", decision_reason: `Why ${MARKUP}`.slice(0, 500) };
  await post("/api/ame/decision", { scope, proposal_id: "p-1", ...decision });
  scopeId = (await request(server, "GET", "/api/ame/scopes")).json[0].id;
  await post("/dashboard/api/automation", {
    transition_key: "kroger.data_entry_to_preverify_insurance",
    enabled: true,
    note: MARKUP.slice(0, 500),
    decided_by: MARKUP.slice(0, 100),
  });
});
test.afterAll(() => server.stop());

for (const path of [
  "/dashboard",
  "/dashboard?search=case",
  "/cases/:id",
  "/audit",
  "/ame/dashboard",
  "/ame/scopes/:scope",
  "/ame/audits",
]) {
  test(`fault-40 markup that was typed in stands on ${path} as text and runs nothing`, async ({
    page,
  }) => {
    const dialogs: string[] = [];
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const address = path.replace(":id", String(caseId)).replace(":scope", String(scopeId));
    await page.goto(server.url + address);
    await page.waitForLoadState("networkidle");
    expect(await page.evaluate(() => Reflect.get(window, "ran"))).toBeUndefined();
    expect(await page.locator("img[src='x'], svg[onload], a[href^='javascript:']").count()).toBe(0);
    expect(dialogs).toEqual([]);
  });
}

test("fault-40 the words themselves are shown", async ({ page }) => {
  await page.goto(`${server.url}/cases/${caseId}`);
  await expect(page.getByText("<script>").first()).toBeVisible();
  await expect(page.getByText("onerror=").first()).toBeVisible();
});

test("a pharmacist's look at patient data needs a reason, and ends", async ({ page }) => {
  await page.clock.install();
  await page.goto(`${server.url}/cases/${caseId}`);
  await expect(page.getByText("Pat <script>")).toHaveCount(0);
  await page.getByRole("button", { name: "Reveal patient data" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Reveal" }).click();
  await expect(dialog).toBeVisible();
  await dialog.getByLabel("What for").selectOption("complaint");
  await dialog.getByLabel("Reason").fill("The patient called");
  await dialog.getByRole("button", { name: "Reveal" }).click();
  const shown = page.getByRole("region", { name: "Revealed patient data" });
  await expect(shown.getByText("Pat <script>")).toBeVisible();
  await page.screenshot({ path: "test-results/e2e/revealed.png", fullPage: true });
  await page.clock.fastForward(121_000);
  await expect(shown).toHaveCount(0);
  const { json } = await request(server, "GET", `/api/audit?case_id=${caseId}&limit=5`);
  expect(json.entries[0]).toMatchObject({
    action: "patient.reveal",
    reason: "The patient called",
    actor: { id: "user:demo" },
  });
  expect(JSON.stringify(json.entries[0])).not.toContain("Pat ");
});
