"use client";

import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Choice } from "./choice";
import { Dialog } from "./dialog";
import { DialogActions } from "./dialog-actions";
import { ReasonField } from "./reason-field";
import { TextField } from "./text-field";

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
  /** what has happened while this was being filled in; it can then only be closed */
  overtaken?: string | undefined;
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
  const { codes, typed, isBusy, overtaken, onConfirm } = props;
  const id = useId();
  const [code, setCode] = useState<Code | null>(null);
  const [text, setText] = useState("");
  const [word, setWord] = useState("");
  const [isTried, setIsTried] = useState(false);
  const isMissing = text.trim() === "";
  const isMistyped = typed !== undefined && word.trim() !== typed;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (overtaken) {
      return;
    }
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
      <ReasonField text={text} onChange={setText} isMissing={isTried && isMissing} />
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
      <DialogActions
        confirmLabel={props.confirmLabel}
        isDanger={props.isDanger}
        isBusy={isBusy}
        refusal={props.refusal}
        overtaken={overtaken}
        onCancel={() => props.onOpenChange(false)}
      />
    </form>
  );
}
