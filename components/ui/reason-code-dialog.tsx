"use client";

import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { TextArea, TextField } from "@/components/ui/text-field";

export interface Why<Code extends string> {
  code: Code;
  text: string;
}

interface ReasonCodeDialogProps<Code extends string> {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  description: ReactNode;
  /** the codes to choose from, with their words; none is chosen beforehand */
  codes: Readonly<Record<Code, string>>;
  /** what the codes are; "Kind of reason" unless told */
  codeLabel?: string;
  confirmLabel: string;
  /** what has to be typed before it is done */
  typed?: string;
  isDanger?: boolean;
  isBusy: boolean;
  /** why the last attempt was refused */
  refusal?: string | undefined;
  onConfirm: (why: Why<Code>) => void;
  /** further fields */
  children?: ReactNode;
}

/** Asks for a reason, as a word of a list and a sentence, before something is done. */
export function ReasonCodeDialog<Code extends string>(props: ReasonCodeDialogProps<Code>) {
  const { isOpen, onOpenChange, title, description } = props;
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={title} description={description}>
      <ReasonCodeForm {...props} />
    </Dialog>
  );
}

function ReasonCodeForm<Code extends string>(props: ReasonCodeDialogProps<Code>) {
  const { codes, typed, isBusy, onConfirm } = props;
  const id = useId();
  const [code, setCode] = useState<Code | null>(null);
  const [text, setText] = useState("");
  const [word, setWord] = useState("");
  const [isTried, setIsTried] = useState(false);
  const isMissing = text.trim() === "";
  const isMistyped = typed !== undefined && word.trim() !== typed;

  function submit(event: FormEvent) {
    event.preventDefault();
    setIsTried(true);
    if (code !== null && !isMissing && !isMistyped && !isBusy) {
      onConfirm({ code, text: text.trim() });
    }
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3 p-4">
      {props.children}
      <Choice
        label={props.codeLabel ?? "Kind of reason"}
        words={codes}
        value={code}
        onChange={setCode}
        isMissing={isTried && code === null}
      />
      <SentenceField text={text} onChange={setText} isMissing={isTried && isMissing} />
      {typed !== undefined && (
        <div>
          <label htmlFor={`${id}-typed`} className="mb-1 block font-medium text-sm">
            Type <span className="font-mono">{typed}</span> to confirm
          </label>
          <TextField
            id={`${id}-typed`}
            value={word}
            autoComplete="off"
            aria-invalid={(isTried && isMistyped) || undefined}
            onChange={(event) => setWord(event.target.value)}
          />
        </div>
      )}
      {props.refusal && (
        <Notice tone="breach" role="alert">
          {props.refusal}
        </Notice>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={() => props.onOpenChange(false)}>Cancel</Button>
        <Button type="submit" tone={props.isDanger ? "danger" : "primary"} isBusy={isBusy}>
          {props.confirmLabel}
        </Button>
      </div>
    </form>
  );
}

interface SentenceFieldProps {
  text: string;
  onChange: (text: string) => void;
  isMissing: boolean;
}

function SentenceField({ text, onChange, isMissing }: SentenceFieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium text-sm">
        Reason
      </label>
      <TextArea
        id={id}
        value={text}
        maxLength={500}
        required
        aria-invalid={isMissing || undefined}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-hint`} className={`mt-1 text-xs ${isMissing ? "text-breach" : "text-subtle"}`}>
        {isMissing ? "Say why in a few words; it goes into the record." : "Kept in the record."}
      </p>
    </div>
  );
}
