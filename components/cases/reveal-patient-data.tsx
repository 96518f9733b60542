"use client";

import { Eye, EyeOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useMay } from "@/components/layout/session";
import { Button } from "@/components/ui/button";
import { ReasonCodeDialog, type Why } from "@/components/ui/reason-code-dialog";
import { callApi } from "@/lib/client/call";
import { type RevealReason, revealContract } from "@/lib/contracts/reveal";
import { REVEAL_REASON_WORDS } from "@/lib/format/reason-codes";
import { type RevealedValue, revealedValues } from "@/lib/format/revealed-values";
import { useCaseMutation } from "./use-case-mutation";

const SHOWN_MS = 120_000;

/** Shows what the page masks for two minutes, to whoever says why; it goes with the page. */
export function RevealPatientData({ caseId }: { caseId: number }) {
  const mayReveal = useMay("patients:reveal");
  const [isAsking, setIsAsking] = useState(false);
  const [shown, setShown] = useState<RevealedValue[] | null>(null);

  useEffect(() => {
    if (shown === null) {
      return;
    }
    const timer = setTimeout(() => setShown(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  if (!mayReveal) {
    return null;
  }
  return (
    <div className="border-line border-t px-4 py-3">
      {shown ? (
        <Revealed values={shown} hide={() => setShown(null)} />
      ) : (
        <Button onClick={() => setIsAsking(true)}>
          <Eye aria-hidden className="size-4" />
          Reveal patient data
        </Button>
      )}
      <RevealDialog
        caseId={caseId}
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        onRevealed={setShown}
      />
    </div>
  );
}

function Revealed({ values, hide }: { values: readonly RevealedValue[]; hide: () => void }) {
  const section = useRef<HTMLElement>(null);
  // The button that had the focus is gone.
  useEffect(() => section.current?.focus(), []);
  return (
    <section
      ref={section}
      tabIndex={-1}
      aria-label="Revealed patient data"
      className="outline-none"
    >
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p role="status" className="text-muted text-xs">
          {values.length === 0
            ? "Nothing of this case is masked: what the page shows is all that it holds. This look is on record."
            : "Shown for two minutes. This look is on record."}
        </p>
        <Button onClick={hide}>
          <EyeOff aria-hidden className="size-4" />
          {values.length === 0 ? "Close" : "Hide"}
        </Button>
      </div>
      <dl className="mt-2 grid grid-cols-2 gap-x-6 gap-y-3 empty:hidden sm:grid-cols-3">
        {values.map(({ label, value }) => (
          <div key={label} className="min-w-0">
            <dt className="text-subtle text-xs">{label}</dt>
            <dd className="break-words text-sm">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface RevealDialogProps {
  caseId: number;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onRevealed: (values: RevealedValue[]) => void;
}

function RevealDialog({ caseId, isOpen, onOpenChange, onRevealed }: RevealDialogProps) {
  const reveal = useCaseMutation({
    caseId,
    isRefusalShown: true,
    run: async ({ code, text }: Why<RevealReason>) => {
      const body = { reason_code: code, reason: text };
      return revealedValues(await callApi(revealContract, { params: { id: caseId }, body }));
    },
    done: (values) =>
      values.length === 0
        ? "Nothing of this case is masked; your look is on record"
        : "Patient data is shown for two minutes",
  });
  return (
    <ReasonCodeDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Reveal patient data"
      description="Shows names, birth dates, numbers and addresses of this case. Who looked, when and why is kept in the audit trail."
      codes={REVEAL_REASON_WORDS}
      codeLabel="What for"
      confirmLabel="Reveal"
      isBusy={reveal.isPending}
      refusal={reveal.error?.message}
      onConfirm={(why) =>
        reveal.mutate(why, {
          onSuccess: (values) => {
            onOpenChange(false);
            onRevealed(values);
          },
        })
      }
    />
  );
}
