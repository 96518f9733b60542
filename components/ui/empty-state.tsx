import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** what would be here, and how to get it here */
  children: ReactNode;
  action?: ReactNode;
  /** it is all there is on the page */
  isPage?: boolean;
}

export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
  isPage = false,
}: EmptyStateProps) {
  const Heading = isPage ? "h1" : "h2";
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-16 text-center">
      <Icon aria-hidden className="size-6 text-subtle" strokeWidth={1.5} />
      <Heading className="mt-4 font-semibold text-base">{title}</Heading>
      <div className="mt-1 text-balance text-muted text-sm">{children}</div>
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
