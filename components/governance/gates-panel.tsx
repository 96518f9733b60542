"use client";

import { useState } from "react";
import { useMay } from "@/components/layout/session";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import type { GateAnswer } from "@/lib/contracts/governance";
import { toWords } from "@/lib/format/words";
import { BreakGlassDialog } from "./break-glass-dialog";
import { GateChangeDialog } from "./gate-change-dialog";
import { GateHistoryDialog } from "./gate-history-dialog";
import { GateNotes } from "./gate-notes";
import { GateStatus } from "./gate-status";

interface GatesPanelProps {
  gates: readonly GateAnswer[];
  isFourEyes: boolean;
}

/** Every gate with its state, its end, who set it and why. */
export function GatesPanel({ gates, isFourEyes }: GatesPanelProps) {
  const open = gates.filter(({ enabled }) => enabled).length;
  return (
    <Panel
      title="Gates"
      aside={
        <span className="text-muted text-xs">
          {open} of {gates.length} open
        </span>
      }
    >
      <ul className="divide-y divide-line">
        {gates.map((gate) => (
          <GateRow key={gate.key} gate={gate} isFourEyes={isFourEyes} />
        ))}
      </ul>
    </Panel>
  );
}

type Asking = "authorized" | "revoked" | "history" | "glass" | null;

function GateRow({ gate, isFourEyes }: { gate: GateAnswer; isFourEyes: boolean }) {
  const [asking, setAsking] = useState<Asking>(null);
  const mayWrite = useMay("gates:write");
  const mayBreak = useMay("glass:break");
  const props = { gate, onOpenChange: () => setAsking(null) };
  const id = `gate-${gate.key}`;
  return (
    <li
      id={id}
      aria-labelledby={`${id}-label`}
      className="flex flex-wrap items-start gap-3 px-4 py-3"
    >
      <div className="wrap-anywhere flex min-w-0 flex-1 basis-64 flex-col items-start gap-1">
        <h3 id={`${id}-label`} className="text-sm">
          {gate.label}
        </h3>
        <GateStatus gate={gate} />
        <GateNotes gate={gate} />
        {gate.current_note && (
          <p className="border-line-strong border-l-2 pl-2 text-xs">
            {gate.reason_code && `${toWords(gate.reason_code)}: `}
            {gate.current_note}
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        {mayWrite && !gate.pending_request && (
          <Button size="sm" onClick={() => setAsking("authorized")}>
            {openWord(gate, isFourEyes)}
          </Button>
        )}
        {mayWrite && (gate.state !== "revoked" || gate.pending_request) && (
          <Button size="sm" onClick={() => setAsking("revoked")}>
            Revoke
          </Button>
        )}
        {mayBreak && gate.state === "unset" && !gate.glass_until && (
          <Button size="sm" tone="quiet" onClick={() => setAsking("glass")}>
            Break glass
          </Button>
        )}
        <Button size="sm" tone="quiet" onClick={() => setAsking("history")}>
          History
        </Button>
      </div>
      <GateChangeDialog
        {...props}
        isOpen={asking === "authorized"}
        to="authorized"
        isFourEyes={isFourEyes}
      />
      <GateChangeDialog
        {...props}
        isOpen={asking === "revoked"}
        to="revoked"
        isFourEyes={isFourEyes}
      />
      <GateHistoryDialog {...props} isOpen={asking === "history"} />
      <BreakGlassDialog
        isOpen={asking === "glass"}
        onOpenChange={props.onOpenChange}
        kind="gate"
        subject={gate.key}
        label={gate.label}
      />
    </li>
  );
}

function openWord({ enabled }: GateAnswer, isFourEyes: boolean): string {
  if (isFourEyes) {
    return enabled ? "Ask to prolong" : "Ask to open";
  }
  return enabled ? "Prolong" : "Open";
}
