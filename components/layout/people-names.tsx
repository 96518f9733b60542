"use client";

import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useRef } from "react";
import { actorName } from "@/lib/format/words";

type Names = Readonly<Record<string, string>>;

const PeopleNamesContext = createContext<Names>({});

/** Tells everything below what people are called, by actor id. */
export function PeopleNames({ names, children }: { names: Names; children: ReactNode }) {
  const outer = useContext(PeopleNamesContext);
  return <PeopleNamesContext value={{ ...outer, ...names }}>{children}</PeopleNamesContext>;
}

/**
 * What is shown of who acted: the name that came with the answer, the one this page knows, or as much
 * of a person's id as tells two strangers apart; machines as ever.
 */
export function useActorName(): (actorId: string, told?: string | null) => string {
  const names = useContext(PeopleNamesContext);
  return (actorId, told) =>
    actorName(
      actorId,
      told ?? names[actorId] ?? (isPersonId(actorId) ? `person …${actorId.slice(-6)}` : null),
    );
}

/** Draws the page anew, once each, for people whom it could not know when it was drawn. */
export function useStrangers(actorIds: readonly (string | null | undefined)[]): void {
  const router = useRouter();
  const names = useContext(PeopleNamesContext);
  const asked = useRef(new Set<string>());
  const strangers = actorIds.filter((id) => id && isPersonId(id) && !names[id]).join(" ");
  useEffect(() => {
    if (strangers !== "" && !asked.current.has(strangers)) {
      asked.current.add(strangers);
      router.refresh();
    }
  }, [strangers, router]);
}

const PERSON_ID = /^user:[0-9a-f]{8}-[0-9a-f]{4}-/;

function isPersonId(actorId: string): boolean {
  return PERSON_ID.test(actorId);
}
