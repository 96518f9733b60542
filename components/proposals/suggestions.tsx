"use client";

import { useId } from "react";
import { useCaseMutation } from "@/components/cases/use-case-mutation";
import { CapLine } from "@/components/governance/cap-line";
import { ProblemNotice } from "@/components/layout/problem-notice";
import { useMay } from "@/components/layout/session";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { toProblem } from "@/lib/client/api-problem";
import { callApi } from "@/lib/client/call";
import { type CaseDetail, proposeContract } from "@/lib/contracts/dashboard";
import type { ActionAnswer, ProposalAnswer } from "@/lib/contracts/proposal";
import { describeEffect } from "@/lib/format/action-effect";
import { Forecast } from "./forecast";

type Suggestion = CaseDetail["suggested_actions"][number];

interface SuggestionsProps {
  caseId: number;
  suggestions: readonly Suggestion[];
  /** what already waits, to be decided or run */
  openProposals: readonly ProposalAnswer[];
  queueLabels: Readonly<Record<string, string>>;
  /** the screen's one primary button is here */
  isPrimary: boolean;
}

export function Suggestions(props: SuggestionsProps) {
  const { caseId, suggestions, openProposals, queueLabels, isPrimary } = props;
  return (
    <Panel title="Suggested">
      {suggestions.length === 0 ? (
        <p className="px-4 py-3 text-muted text-sm">
          Nothing to suggest: the next step is a person's.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {suggestions.map((suggestion, index) => (
            <SuggestionRow
              key={`${suggestion.type} ${suggestion.label}`}
              caseId={caseId}
              suggestion={suggestion}
              effect={describeEffect(suggestion, queueLabels)}
              isPrimary={isPrimary && index === 0}
              isProposed={openProposals.some(({ action }) => isSameAction(action, suggestion))}
            />
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface SuggestionRowProps {
  caseId: number;
  suggestion: Suggestion;
  effect: string;
  isPrimary: boolean;
  /** it waits as a proposal already */
  isProposed: boolean;
}

function isSameAction(one: ActionAnswer, other: ActionAnswer): boolean {
  return one.type === other.type && JSON.stringify(one.payload) === JSON.stringify(other.payload);
}

function SuggestionRow(props: SuggestionRowProps) {
  const { caseId, suggestion, effect, isPrimary, isProposed } = props;
  const id = useId();
  const mayPropose = useMay("proposals:create");
  const propose = useCaseMutation({
    caseId,
    isRefusalShown: true,
    run: () =>
      callApi(proposeContract, {
        params: { case_id: caseId },
        body: {
          action_type: suggestion.type,
          label: suggestion.label,
          payload: suggestion.payload,
          confidence: suggestion.confidence,
          safety_score: suggestion.safety_score,
        },
      }),
    done: "Proposal recorded; it waits for a decision",
  });
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 id={id} className="font-medium text-sm">
            {suggestion.label}
          </h3>
          <p className="text-muted text-sm">{suggestion.reason}</p>
        </div>
        {isProposed && (
          <span className="shrink-0 text-muted text-xs leading-5">Already proposed</span>
        )}
        {mayPropose && !isProposed && (
          <Button
            tone={isPrimary ? "primary" : "secondary"}
            aria-describedby={id}
            isBusy={propose.isPending}
            onClick={() => propose.mutate()}
          >
            Propose
          </Button>
        )}
      </div>
      {isPrimary && (
        <>
          <p className="text-muted text-xs">{effect}</p>
          <Forecast action={suggestion} />
          <p className="text-muted text-xs">Starting values; no model is trained yet.</p>
          <CapLine cap={suggestion.cap} sources={suggestion.cap_sources} />
        </>
      )}
      {propose.isError && <ProblemNotice problem={toProblem(propose.error)} />}
    </li>
  );
}
