"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useMay } from "@/components/layout/session";
import type { Permission } from "@/lib/contracts/permission";

const TABS: readonly { href: string; label: string; permission: Permission }[] = [
  { href: "/settings", label: "Your account", permission: "account:own" },
  { href: "/settings/people", label: "People", permission: "users:manage" },
  { href: "/settings/keys", label: "API keys", permission: "keys:manage" },
  { href: "/settings/clients", label: "Partner systems", permission: "keys:manage" },
];

/** The pages of the settings; those that would be refused are left out. */
export function SettingsTabs() {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Settings"
      className="thin-scroll mb-4 flex overflow-x-auto shadow-[inset_0_-1px_var(--line)] sm:gap-1"
    >
      {TABS.map((tab) => (
        <Tab key={tab.href} {...tab} isHere={pathname === tab.href} />
      ))}
    </nav>
  );
}

function Tab({ href, label, permission, isHere }: (typeof TABS)[number] & { isHere: boolean }) {
  if (!useMay(permission)) {
    return null;
  }
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={isHere ? "page" : undefined}
      className={clsx(
        "flex h-9 shrink-0 items-center border-b-2 px-3 font-medium text-sm focus-visible:-outline-offset-2 max-sm:px-2 pointer-coarse:h-11",
        isHere ? "border-accent text-accent" : "border-transparent text-muted hover:text-text",
      )}
    >
      {label}
    </Link>
  );
}
