"use client";

import { Search } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { FIELD } from "@/components/ui/text-field";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import { boardFilterSuffix, readBoardFilters } from "@/lib/client/board-filters";

const TYPING_PAUSE_MS = 200;

/** On the board it filters while you type; elsewhere Enter takes you to the board. */
export function SearchBox() {
  const router = useRouter();
  const isBoard = usePathname() === "/dashboard";
  const inUrl = useSearchParams().get("search") ?? "";
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [text, setText] = useState(inUrl);

  useShortcuts({ "/": () => input.current?.select() });

  useEffect(() => {
    // The URL changed by a link or the back button; while typing, the text leads.
    if (document.activeElement !== input.current) {
      setText(inUrl);
    }
  }, [inUrl]);

  useEffect(() => () => clearTimeout(timer.current), []);

  function type(typed: string) {
    setText(typed);
    clearTimeout(timer.current);
    if (isBoard) {
      timer.current = setTimeout(() => writeSearch(typed), TYPING_PAUSE_MS);
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    clearTimeout(timer.current);
    if (isBoard) {
      writeSearch(text);
      input.current?.blur();
    } else {
      router.push(`/dashboard${boardFilterSuffix({ search: text.trim(), show: "all" })}`);
    }
  }

  return (
    <search className="min-w-0 max-w-96 flex-1">
      <form onSubmit={submit} className="relative">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-subtle"
        />
        <input
          ref={input}
          type="search"
          name="search"
          value={text}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          aria-label="Search cases"
          aria-keyshortcuts="/"
          placeholder="Search rx number, drug, store"
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") {
              // Leaves the box; the browser would also empty it.
              event.preventDefault();
              event.currentTarget.blur();
            }
          }}
          className={`${FIELD} peer h-8 border-line-strong bg-canvas pr-8 pl-8 pointer-coarse:h-11`}
        />
        <kbd
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2 hidden -translate-y-1/2 rounded-sm border border-line-strong px-1.5 font-mono text-2xs text-subtle leading-4 peer-focus:hidden peer-placeholder-shown:md:block"
        >
          /
        </kbd>
      </form>
    </search>
  );
}

/** Changes the URL without a round trip for a new page; the board listens to the URL. */
function writeSearch(text: string): void {
  const current = new URLSearchParams(window.location.search);
  const filters = readBoardFilters({ search: text.trim(), show: current.get("show") });
  window.history.replaceState(null, "", `/dashboard${boardFilterSuffix(filters)}`);
}
