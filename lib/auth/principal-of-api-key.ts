import { AppError } from "@/lib/kernel/app-error";
import type { Principal } from "@/lib/kernel/context";
import { principalOfEnvironmentKey } from "./api-key";
import { readApiKey } from "./keys/api-key-format";
import { principalOfStoredKey } from "./keys/principal-of-stored-key";
import { limitFailures } from "./limit-failed-attempts";

/**
 * Who is behind the key of a request: one of the environment, which needs no database, or one of
 * the database. Null for nobody's; an empty one is no attempt.
 * @param ip where it comes from
 * @throws AppError unauthenticated when it is mistyped, too_many_requests
 */
export async function principalOfApiKey(key: string, ip: string | null): Promise<Principal | null> {
  if (key === "") {
    return null;
  }
  const read = readApiKey(key);
  const principal = await limitFailures(ip, async () => {
    const known = principalOfEnvironmentKey(key);
    return known === null && read.kind === "key" ? principalOfStoredKey(read, new Date()) : known;
  });
  if (principal === null && read.kind === "mistyped") {
    throw new AppError(
      "unauthenticated",
      "The key has a typo: its last six characters do not fit the rest. Copy it again from start to end.",
    );
  }
  return principal;
}
