import { BookOpen, LayoutDashboard, type LucideIcon, ScrollText, ShieldCheck } from "lucide-react";
import Link from "next/link";

interface Destination {
  href: string;
  label: string;
  what: string;
  icon: LucideIcon;
}

const DESTINATIONS: readonly Destination[] = [
  {
    href: "/dashboard",
    label: "Tower",
    what: "Every open case by queue, the most urgent first",
    icon: LayoutDashboard,
  },
  {
    href: "/ame/dashboard",
    label: "Trust",
    what: "How far each kind of action has earned its autonomy",
    icon: ShieldCheck,
  },
  {
    href: "/audit",
    label: "Audit",
    what: "Who did what, when and why",
    icon: ScrollText,
  },
  {
    href: "/docs/api",
    label: "API reference",
    what: "Every endpoint, to read and to try",
    icon: BookOpen,
  },
];

/** Where to look once a scenario runs. */
export function DemoDestinations() {
  return (
    <nav aria-label="Where to look" className="mt-4 grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      {DESTINATIONS.map(({ href, label, what, icon: Icon }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          className="flex items-start gap-3 rounded-lg border border-line bg-surface p-4 transition-colors duration-100 hover:bg-hover"
        >
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
          <span>
            <span className="block font-medium text-sm">{label}</span>
            <span className="block text-muted text-xs">{what}</span>
          </span>
        </Link>
      ))}
    </nav>
  );
}
