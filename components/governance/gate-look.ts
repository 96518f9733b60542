import { CircleDashed, Hourglass, Lock, LockOpen } from "lucide-react";
import type { GateAnswer } from "@/lib/contracts/governance";
import { toWords } from "@/lib/format/words";

const LOOKS = {
  authorized: { icon: LockOpen, tone: "ok", word: "Open" },
  revoked: { icon: Lock, tone: "breach", word: "Revoked" },
  unset: { icon: CircleDashed, tone: "neutral", word: "Never opened" },
  expired: { icon: Hourglass, tone: "risk", word: "Expired" },
} as const;

/** The state's word alone, also where a record holds one that is no more. */
export function gateWord(state: string): string {
  return Object.entries(LOOKS).find(([one]) => one === state)?.[1].word ?? toWords(state);
}

/** Icon, word and colour of a gate's state. */
export function gateLook({ state, expired }: Pick<GateAnswer, "state" | "expired">) {
  return LOOKS[expired ? "expired" : state];
}
