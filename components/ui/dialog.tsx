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
  /** neither a press beside it nor Escape closes it */
  isSticky?: boolean;
  children: ReactNode;
}

/** Closes with Escape, unless it is sticky, and gives the focus back to where it came from. */
export function Dialog({
  isOpen,
  onOpenChange,
  title,
  description,
  isSticky = false,
  children,
}: DialogProps) {
  const opener = useRef<Element | null>(null);
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-(--overlay)" />
        <Radix.Content
          onInteractOutside={(event) => isSticky && event.preventDefault()}
          onEscapeKeyDown={(event) => isSticky && event.preventDefault()}
          onOpenAutoFocus={() => {
            opener.current = openerNow();
          }}
          // Radix would give the focus to its own trigger, and these dialogs have none.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            giveFocusBack(opener.current);
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

/** What opened the dialogs that are open; one that follows another one has the same opener. */
let lastOpener: Element | null = null;

function openerNow(): Element | null {
  const active = document.activeElement;
  // An item of a menu goes with the menu; the button that opened it stays.
  const menuButton = active?.closest('[role="menu"]')?.getAttribute("aria-labelledby");
  const opener = menuButton ? document.getElementById(menuButton) : active;
  if (opener && opener !== document.body && !opener.closest('[role="dialog"]')) {
    lastOpener = opener;
  }
  return lastOpener;
}

/** To where it came from; when that is gone, to the page, so that the next Tab does not begin at its top. */
function giveFocusBack(opener: Element | null): void {
  lastOpener = null;
  if (document.activeElement !== document.body) {
    // Something has taken it meanwhile: a dialog that follows, or what this one has brought about.
    return;
  }
  if (opener instanceof HTMLElement && opener.isConnected) {
    opener.focus();
  } else {
    document.getElementById("content")?.focus();
  }
}
