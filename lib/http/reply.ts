import type { Page } from "@/lib/contracts/common";

/** An answer that also says where the next page begins. */
export class Reply<T> {
  readonly body: T;
  readonly nextCursor: string | null;

  constructor(body: T, nextCursor: string | null) {
    this.body = body;
    this.nextCursor = nextCursor;
  }
}

/** A page as a bare JSON array; the cursor goes into the Link header. */
export function pageReply<T>(page: Page<T>): Reply<T[]> {
  return new Reply(page.items, page.nextCursor);
}

/** A page inside an object that names its own cursor; the Link header repeats it. */
export function listReply<T extends { next_cursor: string | null }>(list: T): Reply<T> {
  return new Reply(list, list.next_cursor);
}
