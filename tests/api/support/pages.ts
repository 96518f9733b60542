import { expect } from "vitest";
import { type ApiAnswer, request } from "../../support/api";
import type { ServerUnderTest } from "./use-server";

/** The address of the next page in the Link header (RFC 8288); null on the last page. */
export function nextPageOf(answer: ApiAnswer): string | null {
  return /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1] ?? null;
}

/** Follows Link from page to page. @returns the answers in turn */
export async function readAllPages(server: ServerUnderTest, first: string): Promise<ApiAnswer[]> {
  const pages: ApiAnswer[] = [];
  for (
    let next: string | null = first;
    next !== null;
    next = nextPageOf(pages.at(-1) as ApiAnswer)
  ) {
    const page = await request(server, "GET", next);
    expect(page.status, page.text).toBe(200);
    pages.push(page);
    expect(pages.length).toBeLessThan(1000);
  }
  return pages;
}
