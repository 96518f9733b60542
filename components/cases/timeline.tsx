import {
  Check,
  Dot,
  Lightbulb,
  type LucideIcon,
  Plus,
  ShieldCheck,
  Undo2,
  X,
  Zap,
} from "lucide-react";
import { Panel } from "@/components/ui/panel";
import { TimeAgo } from "@/components/ui/time";
import type { TimelineEntry } from "@/lib/contracts/dashboard";
import { actorName, toWords } from "@/lib/format/words";

/** By the end of the action's name, the more telling first. */
const ICONS: readonly { ending: RegExp; icon: LucideIcon; tone: string }[] = [
  { ending: /roll_?back|rolled_back$/, icon: Undo2, tone: "text-risk" },
  { ending: /reject(ed)?$|revoke$/, icon: X, tone: "text-breach" },
  { ending: /approved?$/, icon: Check, tone: "text-ok" },
  { ending: /execute[d]?$|auto_step$/, icon: Zap, tone: "text-auto" },
  { ending: /propose[d]?$|proposal\.create$/, icon: Lightbulb, tone: "text-waiting" },
  { ending: /^gate\./, icon: ShieldCheck, tone: "text-ok" },
  { ending: /create[d]?$|add(ed)?$/, icon: Plus, tone: "text-muted" },
];

const PLAIN = { icon: Dot, tone: "text-subtle" } as const;

export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <Panel title="Timeline">
      {entries.length === 0 ? (
        <p className="px-4 py-3 text-muted text-sm">
          Nothing has happened yet. Every change appears here with who made it and why.
        </p>
      ) : (
        <ol aria-label="Timeline" className="px-4 py-3">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { icon: Icon, tone } = ICONS.find(({ ending }) => ending.test(entry.action)) ?? PLAIN;
  return (
    <li className="relative flex gap-3 pb-4 last:pb-0 not-last:before:absolute not-last:before:top-6 not-last:before:bottom-0 not-last:before:left-[11.5px] not-last:before:w-px not-last:before:bg-line">
      <span
        className={`grid size-6 shrink-0 place-items-center rounded-full border border-line bg-canvas ${tone}`}
      >
        <Icon aria-hidden className="size-3.5" />
      </span>
      <div className="min-w-0 flex-1 pt-0.5">
        <div className="flex items-baseline justify-between gap-3">
          <p className="min-w-0 break-words text-sm">{entry.summary}</p>
          <TimeAgo at={entry.at} className="shrink-0 text-subtle text-xs" />
        </div>
        <p className="text-muted text-xs">
          {actorName(entry.actor, entry.actor_name)}, {toWords(entry.role).toLowerCase()}
          <span className="ml-2 font-mono text-2xs text-subtle">{entry.action}</span>
        </p>
        {entry.reason && (
          <p className="mt-1 border-line-strong border-l-2 pl-2 text-sm">{entry.reason}</p>
        )}
      </div>
    </li>
  );
}
