"use client";

import { createContext, type ReactNode, useContext } from "react";
import { PERMISSIONS_BY_ROLE, type Permission } from "@/lib/contracts/permission";
import type { Role } from "@/lib/contracts/role";

export interface Session {
  /** who is signed in, e.g. `user:demo` */
  actorId: string;
  /** what the person is called */
  name: string;
  role: Role;
  mode: "demo" | "development" | "production";
  /** what one person proposes or asks for, another one approves */
  isFourEyes: boolean;
}

const SessionContext = createContext<Session>({
  actorId: "",
  name: "",
  role: "read_only",
  mode: "production",
  isFourEyes: false,
});

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  return useContext(SessionContext);
}

/** Only hides what would be refused; the server decides. */
export function useMay(permission: Permission): boolean {
  return PERMISSIONS_BY_ROLE[useSession().role].has(permission);
}
