import { isIP } from "node:net";
import type { Origin } from "@/lib/kernel/context";
import { processSingleton } from "@/lib/platform/process-singleton";

/** Set by our own server from the connection; whatever a client sends under this name is overwritten there. */
export const CLIENT_ADDRESS_HEADER = "x-client-address";

const MAX_NOTE = 100;

/** Said once by our own server, which writes the header anew on every request of this process. */
export function vouchForAddresses(): void {
  vouched().byServer = true;
}

/** Under `next start` alone the header is whatever a client says, so nobody's address is known. */
function vouched(): { byServer: boolean } {
  return processSingleton("client addresses", () => ({ byServer: false }));
}

/** Where a request came from, as far as its headers tell. */
export function originOf(headers: Headers): Pick<Origin, "ip" | "workstation" | "onBehalfOf"> {
  return {
    ip: addressOf(headers),
    workstation: noteOf(headers.get("x-workstation")),
    onBehalfOf: noteOf(headers.get("x-on-behalf-of")),
  };
}

function addressOf(headers: Headers): string | null {
  const address = vouched().byServer ? headers.get(CLIENT_ADDRESS_HEADER) : null;
  return address === null || isIP(address) === 0 ? null : address;
}

/** Printable and short; these are notes that whoever sends them answers for. */
function noteOf(text: string | null): string | null {
  const note =
    text
      ?.replace(/[^\x20-\x7e]/g, "")
      .trim()
      .slice(0, MAX_NOTE) ?? "";
  return note === "" ? null : note;
}
