"use client";

import { Keyboard } from "lucide-react";
import Link from "next/link";
import { useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Switch } from "@/components/ui/switch";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import {
  setShortcuts,
  shortcutsAreOn,
  subscribeToShortcuts,
} from "@/lib/client/shortcut-preference";

const GROUPS = [
  {
    title: "Everywhere",
    keys: [
      ["/", "Search"],
      ["?", "This help"],
      ["Esc", "Close, or leave the search box"],
    ],
  },
  {
    title: "On the board",
    keys: [
      ["j  k", "Next and previous case"],
      ["h  l", "Queue to the left and right"],
      ["Enter", "Open the case"],
    ],
  },
  {
    title: "On a case",
    keys: [
      ["A", "Approve the proposal that waits"],
      ["R", "Reject it; asks for a reason"],
      ["D", "Defer it; it stays open"],
      ["B", "Back to the board"],
    ],
  },
] as const;

/** Opens with "?" */
export function HelpSheet() {
  const [isOpen, setIsOpen] = useState(false);
  const isOn = useSyncExternalStore(subscribeToShortcuts, shortcutsAreOn, () => true);
  useShortcuts({ "?": () => setIsOpen(true) });
  return (
    <>
      <Button
        tone="quiet"
        size="icon"
        aria-label="Keyboard help"
        aria-keyshortcuts="?"
        title="Keyboard help (?)"
        className="max-sm:hidden"
        onClick={() => setIsOpen(true)}
      >
        <Keyboard aria-hidden className="size-4" />
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title="Keyboard"
        description="A barcode scanner never decides anything: keys that arrive in a burst are ignored."
      >
        <div className="flex flex-col gap-4 p-4">
          {GROUPS.map((group) => (
            <section key={group.title}>
              <h3 className="mb-1 font-medium text-subtle text-xs">{group.title}</h3>
              <dl className="divide-y divide-line">
                {group.keys.map(([key, meaning]) => (
                  <div key={key} className="flex items-center justify-between py-1.5 text-sm">
                    <dt className="order-2 flex gap-1">
                      {key.split("  ").map((each) => (
                        <kbd
                          key={each}
                          className="min-w-6 rounded-sm border border-line-strong bg-sunken px-1.5 text-center font-mono text-xs leading-5"
                        >
                          {each}
                        </kbd>
                      ))}
                    </dt>
                    <dd>{meaning}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
          <div className="flex items-center justify-between border-line border-t pt-4 text-sm">
            <span id="shortcut-switch">Single-key shortcuts</span>
            <Switch isOn={isOn} onChange={setShortcuts} labelledBy="shortcut-switch" />
          </div>
          <p className="border-line border-t pt-4 text-sm">
            For other systems:{" "}
            <Link href="/docs/api" className="text-accent underline underline-offset-2">
              API reference
            </Link>
          </p>
        </div>
      </Dialog>
    </>
  );
}
