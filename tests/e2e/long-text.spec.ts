import { expect, type Page, test } from "@playwright/test";
import { request } from "../support/api";
import { type RunningServer, startServer } from "../support/server";

const GATE = "kroger.data_entry_to_preverify_insurance";
const long = (letter: string, length: number) => letter.repeat(length);

let server: RunningServer;
let caseId = 0;

test.beforeAll(async () => {
  server = await startServer();
  const post = async (path: string, body: object) => {
    const answer = await request(server, "POST", path, body);
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer.json;
  };
  const { id } = await post("/api/workflows", {
    name: long("n", 200),
    description: long("d", 900),
    attributes: {
      drug: { name: long("g", 300), strength: `5 ${long("m", 100)}` },
      prescriber: long("p", 200),
      blocker: long("b", 300),
    },
    initial_tasks: [{ name: long("t", 500), assigned_to: long("a", 150) }],
  });
  caseId = id;
  await post(`/api/dashboard/cases/${caseId}/propose`, {
    action_type: "advance_queue",
    label: long("l", 200),
  });
  await post("/dashboard/api/automation", {
    transition_key: GATE,
    enabled: true,
    note: long("x", 500),
  });
});
test.afterAll(() => server.stop());

/** Elements whose text stands outside of what is scrolled or clipped on purpose. */
function spilled(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("main p, main dd, main h1, main h3, main span, main div")]
      .filter((one) => one.children.length === 0 && one.scrollWidth > one.clientWidth + 1)
      .filter((one) => {
        const { overflow, overflowX, display } = getComputedStyle(one);
        return overflow === "visible" && overflowX === "visible" && display !== "inline";
      })
      .map((one) => `${one.tagName} ${one.textContent?.slice(0, 40)}`),
  );
}

for (const width of [390, 1440]) {
  for (const path of [
    "/governance",
    `/audit?action=${long("x", 300)}`,
    "/cases/:id",
    "/dashboard",
    "/dashboard?search=ggg",
  ]) {
    test(`long words wrap on ${path.slice(0, 30)} at ${width}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(server.url + path.replace(":id", String(caseId)));
      await expect(page.locator("main h1, main h2").first()).toBeAttached();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(await spilled(page)).toEqual([]);
    });
  }
}

test("a card keeps to a few lines whatever its drug is called", async ({ page }) => {
  await page.goto(`${server.url}/dashboard`);
  const card = page.locator(`[data-card="${caseId}"]`);
  expect((await card.boundingBox())?.height).toBeLessThan(240);
  await expect(card.getByTitle(long("g", 300))).toBeVisible();
});

test("what is told of a case runs under no other column", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${server.url}/cases/${caseId}`);
  const facts = await page.locator("section", { hasText: "Facts" }).first().boundingBox();
  for (const text of [long("d", 900), long("b", 300), long("t", 500)]) {
    const box = await page.getByText(text).first().boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(
      (facts?.x ?? 0) + (facts?.width ?? 0),
    );
  }
});
