"use client";

import { useId, useState } from "react";
import { ReasonCodeDialog, type Why } from "@/components/ui/reason-code-dialog";
import { Select } from "@/components/ui/select";
import { callApi } from "@/lib/client/call";
import { breakGlassContract, type GlassKind } from "@/lib/contracts/break-glass";
import type { GlassReason } from "@/lib/contracts/reason-code";
import { GLASS_REASON_WORDS } from "@/lib/format/reason-codes";
import { useGovernanceMutation } from "./use-governance-mutation";

const MINUTES = [5, 15, 30, 60];

interface BreakGlassDialogProps {
  kind: GlassKind;
  subject: string;
  label: string;
  isOpen: boolean;
  onOpenChange: () => void;
}

/** Asks for leave to go past one thing for some minutes. */
export function BreakGlassDialog(props: BreakGlassDialogProps) {
  const { kind, subject, label, isOpen, onOpenChange } = props;
  const id = useId();
  const [minutes, setMinutes] = useState(MINUTES[0] ?? 5);
  const grant = useGovernanceMutation({
    run: ({ code, text }: Why<GlassReason>) =>
      callApi(breakGlassContract, {
        body: { kind, subject, reason_code: code, reason: text, minutes },
      }),
    done: "The glass is broken; every use is recorded and reviewed",
    after: onOpenChange,
  });
  return (
    <ReasonCodeDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Break the glass"
      description={`${label}. It lets you alone pass for some minutes. Every use is recorded, and somebody else judges it afterwards.`}
      codes={GLASS_REASON_WORDS}
      confirmLabel="Break the glass"
      isDanger
      isBusy={grant.isPending}
      refusal={grant.error?.message}
      onConfirm={(why) => grant.mutate(why)}
    >
      <div>
        <label htmlFor={id} className="mb-1 block font-medium text-sm">
          For
        </label>
        <Select
          id={id}
          className="h-8 text-sm"
          value={minutes}
          onChange={(event) => setMinutes(Number(event.target.value))}
        >
          {MINUTES.map((one) => (
            <option key={one} value={one}>
              {one} minutes
            </option>
          ))}
        </Select>
      </div>
    </ReasonCodeDialog>
  );
}
