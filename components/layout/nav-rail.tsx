"use client";

import { clsx } from "clsx";
import { Landmark, LayoutDashboard, Play, ScrollText, Settings, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useMay, useSession } from "./session";

const PAGES = [
  { href: "/dashboard", label: "Tower", icon: LayoutDashboard, under: ["/dashboard", "/cases"] },
  { href: "/ame/dashboard", label: "Trust", icon: ShieldCheck, under: ["/ame"] },
  { href: "/governance", label: "Governance", icon: Landmark, under: ["/governance"] },
  { href: "/audit", label: "Audit", icon: ScrollText, under: ["/audit"] },
  { href: "/settings", label: "Settings", icon: Settings, under: ["/settings"] },
  { href: "/demo", label: "Demo", icon: Play, under: ["/demo"] },
] as const;

/** At the left on a desk, at the bottom in the hand. */
export function NavRail() {
  const pathname = usePathname();
  const mayAudit = useMay("audit:read");
  const isDemo = useSession().mode === "demo";
  const shown: Readonly<Record<string, boolean>> = { "/audit": mayAudit, "/demo": isDemo };
  const isShown = (href: string) => shown[href] ?? true;
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-x-0 bottom-0 z-30 flex border-line border-t bg-surface md:sticky md:inset-auto md:top-0 md:h-dvh md:w-20 md:flex-col md:items-stretch md:border-t-0 md:border-r md:pt-2"
    >
      <Link
        href="/dashboard"
        prefetch={false}
        tabIndex={-1}
        aria-hidden
        className="mx-auto mb-2 hidden size-8 md:block"
      >
        <img src="/favicon.svg" alt="" width={32} height={32} />
      </Link>
      {PAGES.filter(({ href }) => isShown(href)).map(({ href, label, icon: Icon, under }) => {
        const isHere = under.some((path) => pathname.startsWith(path));
        return (
          <Link
            key={href}
            href={href}
            prefetch={false}
            aria-current={isHere ? "page" : undefined}
            className={clsx(
              "flex h-14 flex-1 flex-col items-center justify-center gap-1 font-medium text-2xs transition-colors duration-100 focus-visible:-outline-offset-2 md:mx-1.5 md:mb-0.5 md:h-12 md:flex-none md:rounded-md",
              isHere
                ? "text-accent md:bg-accent-soft"
                : "text-muted hover:bg-hover hover:text-text",
            )}
          >
            <Icon aria-hidden className="size-4" strokeWidth={isHere ? 2.25 : 1.75} />
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
