import type { ReactNode } from "react";
import { BegunAnew } from "@/components/layout/begun-anew";
import { Pager } from "@/components/layout/pager";
import { NotForYou } from "@/components/settings/not-for-you";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { pageContext } from "@/lib/auth/page-context";
import { readUnlessRefused } from "@/lib/auth/refused-page";
import type { Page } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { readFromCursor } from "@/lib/kernel/read-from-cursor";

const PAGE_SIZE = 50;

export interface SettingsListAddress {
  searchParams: Promise<{ cursor?: string | string[] }>;
}

interface SettingsListProps<Item> extends SettingsListAddress {
  path: string;
  /** in the plural, e.g. "people" */
  what: string;
  read: (
    ctx: Context,
    query: { limit: number; cursor?: string | undefined },
  ) => Promise<Page<Item>>;
  /** adds one */
  action: ReactNode;
  children: (items: readonly Item[]) => ReactNode;
}

/** One page of a list that not everybody may see. */
export async function SettingsList<Item>(props: SettingsListProps<Item>) {
  const { path, what, read, action, children, searchParams } = props;
  const { cursor } = await searchParams;
  const ctx = await pageContext();
  const answer = await readUnlessRefused(ctx, path, () =>
    readFromCursor(cursor, (from) => read(ctx, { limit: PAGE_SIZE, cursor: from })),
  );
  if (answer.kind === "refused") {
    return <NotForYou what={what} />;
  }
  const { page, isBegunAnew } = answer.value;
  const isFirst = cursor === undefined || isBegunAnew;
  return (
    <SettingsFrame action={action}>
      {isBegunAnew && <BegunAnew />}
      {children(page.items)}
      <Pager
        label={`Pages of ${what}`}
        newer={isFirst ? null : { href: path, word: "Newest" }}
        older={page.nextCursor && `${path}?${new URLSearchParams({ cursor: page.nextCursor })}`}
      />
    </SettingsFrame>
  );
}
