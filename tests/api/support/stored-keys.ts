import { grantColumns } from "@/lib/auth/grant";
import { newApiKey } from "@/lib/auth/keys/api-key-format";
import type { Permission } from "@/lib/contracts/permission";
import type { Role } from "@/lib/contracts/role";
import type { Database } from "@/lib/db/open-database";

interface Holder {
  tenantId?: string;
  role?: Role;
  permissions?: readonly Permission[] | null;
  sites?: "*" | readonly string[];
  /** of the person as whom it acts; a machine's otherwise */
  userId?: string;
}

/** Stores a key as another chain's administrator would have made it. @returns its id and the header it is sent in */
export async function storeKey(db: Database, holder: Holder = {}) {
  const { tenantId = "default", role = "admin", permissions = null, sites = "*" } = holder;
  const { userId = null } = holder;
  const { key, prefix, hash } = newApiKey();
  const now = new Date();
  const { id } = await db.apiKey.create({
    data: {
      ...grantColumns({ role, permissions, sites }),
      id: crypto.randomUUID(),
      tenantId,
      name: "Stored",
      userId,
      prefix,
      hash,
      createdBy: "test",
      createdAt: now,
      updatedAt: now,
    },
  });
  return { id, headers: { "x-api-key": key } };
}

/** Stores a person who may work. @returns their id */
export async function storePerson(db: Database, { tenantId = "default", role = "admin" }: Holder) {
  const now = new Date();
  const id = crypto.randomUUID();
  await db.user.create({
    data: {
      ...{ id, tenantId, role, name: "Stored", email: `${id}@stored.example` },
      ...{ siteIds: ["*"], status: "active", mustChangePassword: false },
      ...{ createdBy: "test", createdAt: now, updatedAt: now },
    },
  });
  return id;
}
