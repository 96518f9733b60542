import { tellTabs } from "./session-channel";
import { signOut } from "./sign-out";

type Reason = "idle" | "chosen" | "refused";

/** The clocks of server and browser may end a session this far apart. */
const TOLERANCE_MS = 2000;
/** A network that swallows packets would otherwise keep what is on the screen there. */
const SIGN_OUT_MS = 3000;
const SIGN_IN = "/sign-in";
let isLeaving = false;
let idleEndMs = Number.POSITIVE_INFINITY;

/** Remembers when the session ends by itself, in case the server says so before a timer here does. */
export function expectIdleEnd(atMs: number): void {
  idleEndMs = atMs;
}

/** Whether this page is on its way out: what it would still ask for, the server refuses and records. */
export function isLeavingSession(): boolean {
  return isLeaving;
}

/**
 * Leaves a session that is over for the page to sign in on, which brings back to this one unless the
 * end was `chosen`. Timer, other tabs and refused requests notice an end within moments of each
 * other; only the first call does anything, so that its reason is the one that is shown.
 */
export function leaveForSignIn(reason: Reason): void {
  if (begin()) {
    go(reason);
  }
}

/**
 * Ends the session because the person wants it, then leaves; the other tabs follow.
 * @throws ApiProblem when the session could not be ended: the person is signed in still
 */
export async function signOutAndLeave(): Promise<void> {
  if (!begin()) {
    return;
  }
  try {
    await signOut();
  } catch (error) {
    isLeaving = false;
    throw error;
  }
  tellTabs({ kind: "left", isIdle: false });
  go("chosen");
}

/** Leaves because nobody is there. The server ends such a session anyway, so it need not answer. */
export async function leaveIdle(): Promise<void> {
  if (!begin()) {
    return;
  }
  hide();
  await signOut(AbortSignal.timeout(SIGN_OUT_MS)).catch(() => undefined);
  tellTabs({ kind: "left", isIdle: true });
  go("idle");
}

/** @returns false when it has begun already, or there is nothing to leave */
function begin(): boolean {
  if (isLeaving || window.location.pathname === SIGN_IN) {
    return false;
  }
  isLeaving = true;
  window.addEventListener("pageshow", comeBack);
  return true;
}

function go(reason: Reason): void {
  hide();
  const query = new URLSearchParams();
  if (reason === "idle" || (reason === "refused" && Date.now() >= idleEndMs - TOLERANCE_MS)) {
    query.set("reason", "idle");
  }
  if (reason !== "chosen") {
    query.set("callbackUrl", `${window.location.pathname}${window.location.search}`);
  }
  window.location.assign(query.size > 0 ? `${SIGN_IN}?${query}` : SIGN_IN);
}

/** The next page may take as long as the network does, and this one shows patients. */
function hide(): void {
  document.body.hidden = true;
}

/** A page that Back brings out of the browser's memory is drawn anew for whoever is signed in now. */
function comeBack({ persisted }: PageTransitionEvent): void {
  if (persisted) {
    isLeaving = false;
    window.location.reload();
  }
}
