import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const PATIENCE_MS = 10_000;
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds against WCAG 2.2 AA and good practice. */
export async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** No fault that lasts; while the router swaps pages there is no title for a moment. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.locator("main h1").first().waitFor({ state: "attached" });
  await expect.poll(() => faultsOf(page), { timeout: PATIENCE_MS }).toEqual([]);
}
