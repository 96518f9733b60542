"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";

interface ShownOnceProps {
  title: string;
  description?: string;
  closeLabel?: string;
  /** null = nothing to show */
  secret: string | null;
  onClose: () => void;
}

/** A key or a password in the only moment in which it can be read; a stray press does not end it. */
export function ShownOnce({
  title,
  description = "Copy it now; it cannot be shown again. Whoever has it can use it.",
  closeLabel = "Done",
  secret,
  onClose,
}: ShownOnceProps) {
  const [copied, setCopied] = useState<"not_yet" | "done" | "impossible">("not_yet");

  /** The clipboard is there over https alone, and may be denied. */
  async function copy() {
    try {
      await navigator.clipboard.writeText(secret ?? "");
      setCopied("done");
    } catch {
      setCopied("impossible");
    }
  }

  function close() {
    setCopied("not_yet");
    onClose();
  }

  return (
    <Dialog
      isOpen={secret !== null}
      onOpenChange={(isOpen) => !isOpen && close()}
      title={title}
      description={description}
      isSticky
    >
      <div className="flex flex-col gap-4 p-4">
        <code
          data-testid="secret"
          className="select-all break-all rounded-md border border-line bg-sunken px-3 py-2 font-mono text-sm"
        >
          {secret}
        </code>
        {copied === "impossible" && (
          <Notice role="status">
            The browser does not let it be copied. Select it and copy it.
          </Notice>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={copy}>
            {copied === "done" ? (
              <Check aria-hidden className="size-4" />
            ) : (
              <Copy aria-hidden className="size-4" />
            )}
            <span aria-live="polite">{copied === "done" ? "Copied" : "Copy"}</span>
          </Button>
          <Button tone="primary" onClick={close}>
            {closeLabel}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
