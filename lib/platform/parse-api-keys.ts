import { createHash } from "node:crypto";
import { ROLES, type Role } from "@/lib/contracts/role";
import { isWeakSecret, SECRET_WANTED } from "./is-weak-secret";

export interface ApiKeySetting {
  /** readable name, e.g. "admin" or the NAME of BLADNIR_KEY_NAME in lower case */
  readonly id: string;
  readonly role: Role;
  /** SHA-256 of the key, hex; the key itself is not kept */
  readonly hash: string;
}

const ADMIN_VARIABLE = "BLADNIR_ADMIN_KEY";
const PREFIX = "BLADNIR_KEY_";

interface Candidate {
  variable: string;
  id: string;
  key: string;
  role: string;
}

/**
 * The keys that the environment names. The audit trail and the limits know a key by its name, so a
 * name stands for one key and a key for one name. Faults never quote a value: it may hold part of a key.
 */
export function parseApiKeys(environment: Record<string, string>): {
  keys: ApiKeySetting[];
  faults: string[];
} {
  const keys: ApiKeySetting[] = [];
  const faults: string[] = [];
  for (const candidate of candidatesIn(environment)) {
    const setting = toSetting(candidate);
    const fault = faultOf(candidate) ?? clashOf(candidate, setting, keys);
    if (fault === null) {
      keys.push(setting);
    } else {
      faults.push(`${candidate.variable}: ${fault}`);
    }
  }
  return { keys, faults };
}

export function candidatesIn(environment: Record<string, string>): Candidate[] {
  return Object.entries(environment).flatMap(([variable, value]) => {
    if (variable === ADMIN_VARIABLE) {
      return [{ variable, id: "admin", key: value, role: "admin" }];
    }
    if (!variable.startsWith(PREFIX)) {
      return [];
    }
    const cut = Math.max(value.lastIndexOf(":"), 0);
    const id = variable.slice(PREFIX.length).toLowerCase();
    return [{ variable, id, key: value.slice(0, cut), role: value.slice(cut + 1) }];
  });
}

function toSetting({ id, key, role }: Candidate): ApiKeySetting {
  return { id, role: role as Role, hash: createHash("sha256").update(key).digest("hex") };
}

function faultOf({ id, key, role }: Candidate): string | null {
  if (id === "") {
    return `give the key a name, as in ${PREFIX}POS`;
  }
  if (isWeakSecret(key)) {
    return `the key needs ${SECRET_WANTED}`;
  }
  return ROLES.some((known) => known === role)
    ? null
    : `the role after the last colon is unknown; use one of ${ROLES.join(", ")}`;
}

function clashOf(
  { id }: Candidate,
  { hash }: ApiKeySetting,
  keys: readonly ApiKeySetting[],
): string | null {
  if (keys.some((known) => known.id === id)) {
    return `another key is called ${id}; give each its own name`;
  }
  return keys.some((known) => known.hash === hash)
    ? "another name holds the same key; give each its own key"
    : null;
}
