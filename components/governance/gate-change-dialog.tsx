"use client";

import { useId, useState } from "react";
import { ReasonCodeDialog, type Why } from "@/components/ui/reason-code-dialog";
import { Select } from "@/components/ui/select";
import { useNow } from "@/components/ui/time";
import { callApi } from "@/lib/client/call";
import { changeGateContract } from "@/lib/contracts/gates";
import type { GateAnswer } from "@/lib/contracts/governance";
import type { GovernanceReason } from "@/lib/contracts/reason-code";
import { GOVERNANCE_REASON_WORDS } from "@/lib/format/reason-codes";
import { useGovernanceMutation } from "./use-governance-mutation";

const HOUR_MS = 3_600_000;
/** How long an authorisation may last, by its word; 0 = until it is revoked. */
const LASTS = [
  ["8", "8 hours"],
  ["24", "1 day"],
  ["168", "7 days"],
  ["720", "30 days"],
  ["0", "Until revoked"],
] as const;

interface GateChangeDialogProps {
  gate: GateAnswer;
  to: "authorized" | "revoked";
  isFourEyes: boolean;
  isOpen: boolean;
  onOpenChange: () => void;
}

export function GateChangeDialog(props: GateChangeDialogProps) {
  const { gate, to, isFourEyes, isOpen, onOpenChange } = props;
  const id = useId();
  const nowMs = useNow();
  const [hours, setHours] = useState<string>(LASTS[0][0]);
  const isOpening = to === "authorized";
  const change = useGovernanceMutation({
    run: ({ code, text }: Why<GovernanceReason>) =>
      callApi(changeGateContract, {
        params: { key: gate.key },
        body: {
          state: to,
          reason_code: code,
          reason: text,
          expires_at: isOpening ? expiryAfter(nowMs, Number(hours)) : null,
        },
      }),
    done: ({ request }) => doneWords(isOpening, request !== null),
    after: onOpenChange,
  });
  return (
    <ReasonCodeDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={isOpening ? "Open the gate" : "Revoke the gate"}
      description={`${gate.label}. ${consequence(isOpening, isFourEyes)}`}
      codes={GOVERNANCE_REASON_WORDS}
      confirmLabel={confirmWord(isOpening, isFourEyes)}
      isDanger={!isOpening}
      isBusy={change.isPending}
      refusal={change.error?.message}
      onConfirm={(why) => change.mutate(why)}
    >
      {isOpening && (
        <div>
          <label htmlFor={id} className="mb-1 block font-medium text-sm">
            Open for
          </label>
          <Select
            id={id}
            className="h-8 text-sm"
            value={hours}
            onChange={(event) => setHours(event.target.value)}
          >
            {LASTS.map(([value, word]) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </Select>
        </div>
      )}
    </ReasonCodeDialog>
  );
}

function expiryAfter(nowMs: number, hours: number): string | null {
  return hours === 0 ? null : new Date(nowMs + hours * HOUR_MS).toISOString();
}

function consequence(isOpening: boolean, isFourEyes: boolean): string {
  if (!isOpening) {
    return "It closes at once, on every case; what already ran can still be undone.";
  }
  return isFourEyes
    ? "Another person has to approve it; until then it stays as it is."
    : "Approved proposals on every case may pass from now on.";
}

function confirmWord(isOpening: boolean, isFourEyes: boolean): string {
  if (!isOpening) {
    return "Revoke gate";
  }
  return isFourEyes ? "Ask for approval" : "Open gate";
}

function doneWords(isOpening: boolean, isAsked: boolean): string {
  if (isAsked) {
    return "Asked; it opens once another person approves";
  }
  return isOpening ? "The gate is open" : "The gate is revoked";
}
