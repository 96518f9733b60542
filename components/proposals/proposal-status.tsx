import { Check, Hand, History, TimerOff, Undo2, X } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { ProposalStatus as Status } from "@/lib/contracts/proposal";

const LOOKS = {
  pending: { icon: Hand, tone: "waiting", word: "Awaits a decision" },
  approved: { icon: Check, tone: "accent", word: "Approved" },
  rejected: { icon: X, tone: "breach", word: "Rejected" },
  executed: { icon: Check, tone: "ok", word: "Executed" },
  stale: { icon: History, tone: "neutral", word: "Stale" },
  expired: { icon: TimerOff, tone: "neutral", word: "Expired" },
  rolled_back: { icon: Undo2, tone: "risk", word: "Rolled back" },
} as const;

export function ProposalStatus({ status }: { status: Status }) {
  const { icon, tone, word } = LOOKS[status];
  return (
    <Badge icon={icon} tone={tone}>
      {word}
    </Badge>
  );
}
