"use client";

import { clsx } from "clsx";
import { useId } from "react";
import { CapLine } from "@/components/governance/cap-line";
import { TimeAgo } from "@/components/ui/time";
import { TimeUntil } from "@/components/ui/time-until";
import type { GateAnswer } from "@/lib/contracts/governance";
import type { KillSwitchAnswer } from "@/lib/contracts/kill-switch";
import type { ProposalAnswer } from "@/lib/contracts/proposal";
import { describeEffect } from "@/lib/format/action-effect";
import { Forecast } from "./forecast";
import { ProposalActions } from "./proposal-actions";
import { ProposalStatus } from "./proposal-status";
import { stepInWords } from "./step-in-words";
import { UndoWindow } from "./undo-window";

interface ProposalCardProps {
  proposal: ProposalAnswer;
  gates: readonly GateAnswer[];
  /** kill switches that are on for the case */
  stops: readonly KillSwitchAnswer[];
  queueLabels: Readonly<Record<string, string>>;
  isPrimary: boolean;
}

/** What is proposed, why, what will happen and until when it can be undone; then the decision. */
export function ProposalCard(props: ProposalCardProps) {
  const { proposal, gates, stops, queueLabels, isPrimary } = props;
  const id = useId();
  const { status, action } = proposal;
  const isOpen = status === "pending" || status === "approved";
  const isUndoable = status === "executed" && proposal.reversible_until !== null;
  return (
    <article
      aria-labelledby={id}
      className={clsx("flex flex-col gap-3 px-4 py-3", isPrimary && "bg-accent-soft/40")}
    >
      <div className="flex flex-col gap-1">
        <div className="flex items-start justify-between gap-3">
          <h3 id={id} className={clsx("min-w-0 text-sm", isOpen ? "font-semibold" : "font-medium")}>
            {action.label}
          </h3>
          <ProposalStatus status={status} />
        </div>
        <Provenance proposal={proposal} />
      </div>
      {isOpen && (
        <>
          <Forecast action={action} />
          <Consequence proposal={proposal} gates={gates} queueLabels={queueLabels} />
          <CapLine cap={proposal.cap} sources={proposal.cap_sources} />
        </>
      )}
      {isUndoable && <UndoWindow until={proposal.reversible_until ?? ""} />}
      <ProposalActions proposal={proposal} gates={gates} stops={stops} isPrimary={isPrimary} />
    </article>
  );
}

function Provenance({ proposal }: { proposal: ProposalAnswer }) {
  return (
    <ul className="text-muted text-xs">
      {proposal.audit.map((step) => (
        <li key={`${step.ts} ${step.event}`} className="flex gap-1">
          <span className="min-w-0">
            {stepInWords(step)}
            {reasonOf(step.meta) && <span className="text-text">: {reasonOf(step.meta)}</span>}
          </span>
          <TimeAgo at={step.ts} className="ml-auto shrink-0 text-subtle" />
        </li>
      ))}
    </ul>
  );
}

function reasonOf(meta: ProposalAnswer["audit"][number]["meta"]): string | null {
  const reason = meta["reason"] ?? meta["note"];
  return typeof reason === "string" && reason !== "" ? reason : null;
}

function Consequence({
  proposal,
  gates,
  queueLabels,
}: Omit<ProposalCardProps, "isPrimary" | "stops">) {
  const gate = gates.find(({ key }) => key === proposal.gate);
  return (
    <div className="flex flex-col gap-1 text-sm">
      <p>{describeEffect(proposal.action, queueLabels)}</p>
      <p className="text-muted">
        {proposal.status === "pending"
          ? "Nothing happens on approval alone: it runs when someone presses “Run it”."
          : "It runs once."}{" "}
        {proposal.reversible_for_minutes === null
          ? "It cannot be undone."
          : `It can be undone for ${proposal.reversible_for_minutes} minutes after it has run.`}
      </p>
      {proposal.approved_until && (
        <p className="text-muted">
          The approval ends <TimeUntil at={proposal.approved_until} />.
        </p>
      )}
      {proposal.gate && !gate?.enabled && (
        <p className="text-risk">
          Its gate is closed:{" "}
          <a href={`#gate-${proposal.gate}`} className="font-medium underline underline-offset-2">
            {gate?.label ?? proposal.gate}
          </a>
        </p>
      )}
    </div>
  );
}
