"use client";

import { X } from "lucide-react";
import * as Radix from "radix-ui/dialog";
import { type ReactNode, useRef } from "react";
import { Button } from "./button";

interface DialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
}

/** Closes with Escape and gives the focus back to where it came from. */
export function Dialog({ isOpen, onOpenChange, title, description, children }: DialogProps) {
  const opener = useRef<Element | null>(null);
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-(--overlay)" />
        <Radix.Content
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          // Radix would give the focus to its own trigger, and these dialogs have none.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current instanceof HTMLElement) {
              opener.current.focus();
            }
          }}
          {...(description ? {} : { "aria-describedby": undefined })}
          className="fixed top-[12vh] left-1/2 z-50 max-h-[80vh] w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 animate-appear overflow-y-auto rounded-lg border border-line-strong bg-raised focus:outline-none"
        >
          <div className="border-line border-b py-3 pr-12 pl-4">
            <Radix.Title className="font-semibold text-base">{title}</Radix.Title>
            {description && (
              <Radix.Description className="mt-1 text-muted text-sm">
                {description}
              </Radix.Description>
            )}
          </div>
          {children}
          {/* Last, so that opening the dialog puts the focus where the work is. */}
          <Radix.Close asChild>
            <Button tone="quiet" size="icon" aria-label="Close" className="absolute top-2 right-2">
              <X aria-hidden className="size-4" />
            </Button>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
