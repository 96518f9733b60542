import { Ban, Check, CircleDashed, CircleSlash, ShieldAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { InsuranceState } from "@/lib/contracts/workflow";

/** C-II … C-V: the law treats these drugs differently. */
export function ScheduleMark({ schedule }: { schedule: string }) {
  return (
    <Badge
      icon={ShieldAlert}
      title={`Controlled substance, schedule ${schedule}`}
      className="text-text"
    >
      {schedule}
    </Badge>
  );
}

const INSURANCE = {
  accepted: { icon: Check, tone: "ok", word: "Claim accepted" },
  rejected: { icon: Ban, tone: "breach", word: "Claim rejected" },
  pending: { icon: CircleDashed, tone: "waiting", word: "Claim pending" },
  none: { icon: CircleSlash, tone: "neutral", word: "No insurance" },
} as const;

export function InsuranceMark({ insurance }: { insurance: InsuranceState }) {
  const { icon, tone, word } = INSURANCE[insurance];
  return (
    <Badge icon={icon} tone={tone}>
      {word}
    </Badge>
  );
}
