import { ArrowLeft, ArrowRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { NotForYou } from "@/components/settings/not-for-you";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { buttonClass } from "@/components/ui/button";
import { pageContext } from "@/lib/auth/page-context";
import type { Page } from "@/lib/contracts/common";
import { isAppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";

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
  const page = await readPage(read, typeof cursor === "string" ? cursor : undefined);
  if (page.kind === "refused") {
    return <NotForYou what={what} />;
  }
  const isFirst = cursor === undefined;
  return (
    <SettingsFrame action={action}>
      {children(page.items)}
      {(!isFirst || page.nextCursor) && (
        <nav aria-label={`Pages of ${what}`} className="mt-4 flex justify-between">
          {isFirst ? (
            <span />
          ) : (
            <Link href={path} prefetch={false} className={buttonClass()}>
              <ArrowLeft aria-hidden className="size-3.5" />
              Newest
            </Link>
          )}
          {page.nextCursor && (
            <Link
              href={`${path}?${new URLSearchParams({ cursor: page.nextCursor })}`}
              prefetch={false}
              className={buttonClass()}
            >
              Older
              <ArrowRight aria-hidden className="size-3.5" />
            </Link>
          )}
        </nav>
      )}
    </SettingsFrame>
  );
}

async function readPage<Item>(read: SettingsListProps<Item>["read"], cursor: string | undefined) {
  const ctx = await pageContext();
  try {
    return { kind: "page" as const, ...(await read(ctx, { limit: PAGE_SIZE, cursor })) };
  } catch (error) {
    if (isAppError(error) && error.code === "forbidden") {
      return { kind: "refused" as const };
    }
    throw error;
  }
}
