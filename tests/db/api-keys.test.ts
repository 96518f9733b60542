import { describe, expect, it } from "vitest";
import { createApiKey } from "@/lib/auth/keys/create-api-key";
import { listApiKeys } from "@/lib/auth/keys/list-api-keys";
import { revokeApiKey } from "@/lib/auth/keys/revoke-api-key";
import { rotateApiKey } from "@/lib/auth/keys/rotate-api-key";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { keyInput, useKeyWorld } from "./support/key-world";
import { refusalOf } from "./support/outcomes";

describe.each(await availableDatabases())("API keys on $provider", (available) => {
  const world = useKeyWorld(available);

  it("stand for a machine of their tenant, role, permissions and sites", async () => {
    const other = world.as("admin", "other-chain");
    const made = await createApiKey(
      other,
      keyInput({ permissions: ["cases:read"], site_ids: ["store-1"] }),
    );
    expect(await world.holderOf(made.key)).toEqual({
      actor: {
        kind: "api_key",
        id: `api_key:${made.id}`,
        role: "technician",
        permissions: new Set(["cases:read"]),
      },
      tenantId: "other-chain",
      sites: ["store-1"],
    });
    expect((await listApiKeys(world.admin, { limit: 50 })).items).toEqual([]);
  });

  it("are shown once; neither lists, the audit trail nor the database hold them", async () => {
    const made = await createApiKey(world.admin, keyInput());
    const listed = await listApiKeys(world.admin, { limit: 50 });
    const rows = await world.db.apiKey.findMany();
    const entries = await world.db.auditEntry.findMany({ where: { action: "api_key.create" } });
    const secret = made.key.split("_")[2] ?? "";
    const text = JSON.stringify([listed, rows, entries], (_, value) =>
      typeof value === "bigint" ? String(value) : value,
    );
    expect(text).toContain(made.prefix);
    expect(text).not.toContain(secret);
    const hashes = JSON.stringify(entries.map(({ after }) => after));
    expect(rows.filter(({ hash }) => hashes.includes(hash))).toEqual([]);
  });

  it("that were revoked are refused from the next request on, whichever client asks", async () => {
    const made = await createApiKey(world.admin, keyInput());
    expect(await world.holderOf(made.key)).not.toBeNull();
    await revokeApiKey(world.admin, made.id, "laptop lost");
    expect(await world.holderOf(made.key)).toBeNull();
    expect(await refusalOf(revokeApiKey(world.admin, made.id, "again"))).toBe("conflict");
    const [entry] = await world.db.auditEntry.findMany({ where: { action: "api_key.revoke" } });
    expect(entry).toMatchObject({ subjectId: made.id, reason: "laptop lost" });
  });

  it("have the role of their row as it is now", async () => {
    const made = await createApiKey(world.admin, keyInput({ role: "supervisor" }));
    await world.db.apiKey.update({ where: { id: made.id }, data: { role: "read_only" } });
    expect((await world.holderOf(made.key))?.actor.role).toBe("read_only");
  });

  it("end when they expire", async () => {
    const at = new Date(Date.now() + 60_000);
    const made = await createApiKey(world.admin, keyInput({ expires_at: at.toISOString() }));
    expect(await world.holderOf(made.key)).not.toBeNull();
    const past = new Date(Date.now() - 1000);
    await world.db.apiKey.update({ where: { id: made.id }, data: { expiresAt: past } });
    expect(await world.holderOf(made.key)).toBeNull();
    const gone = keyInput({ expires_at: past.toISOString() });
    expect(await refusalOf(createApiKey(world.admin, gone))).toBe("invalid");
  });

  it("with the right start and another secret are nobody's", async () => {
    const [one, other] = [
      await createApiKey(world.admin, keyInput()),
      await createApiKey(world.admin, keyInput()),
    ];
    await world.db.apiKey.update({ where: { id: other.id }, data: { prefix: "ctk_elsewhere" } });
    await world.db.apiKey.update({ where: { id: one.id }, data: { prefix: other.prefix } });
    expect(await world.holderOf(other.key)).toBeNull();
  });

  it("that are mistyped are told so without asking the database", async () => {
    const made = await createApiKey(world.admin, keyInput());
    const typo = `${made.key.slice(0, -1)}${made.key.endsWith("x") ? "y" : "x"}`;
    const error = await world.holderOf(typo).catch((refusal: Error) => refusal);
    expect((error as Error).message).toMatch(/typo/);
  });

  it("are exchanged: the old one works on for the overlap, the new one may do the same", async () => {
    const made = await createApiKey(
      world.admin,
      keyInput({ permissions: ["cases:read"], site_ids: ["s1"] }),
    );
    const next = await rotateApiKey(world.admin, made.id, { overlapMinutes: 10 });
    expect(next.replaces_id).toBe(made.id);
    expect(await world.holderOf(made.key)).not.toBeNull();
    const { actor, ...rest } = (await world.holderOf(next.key)) ?? { actor: null };
    expect([actor?.permissions, rest]).toEqual([
      new Set(["cases:read"]),
      { tenantId: "default", sites: ["s1"] },
    ]);
    await rotateApiKey(world.admin, next.id, { overlapMinutes: 0 });
    expect(await world.holderOf(next.key)).toBeNull();
    expect(await refusalOf(rotateApiKey(world.admin, next.id, { overlapMinutes: 0 }))).toBe(
      "conflict",
    );
  });

  it("are noted as used, at most once a minute, and the request does not wait for it", async () => {
    const made = await createApiKey(world.admin, keyInput());
    for (let i = 0; i < 5; i += 1) {
      await world.holderOf(made.key);
    }
    const row = () => world.db.apiKey.findUniqueOrThrow({ where: { id: made.id } });
    await expect.poll(async () => (await row()).lastUsedAt).not.toBeNull();
    expect((await row()).version).toBe(1);
    const first = (await row()).lastUsedAt;
    await world.holderOf(made.key);
    expect((await row()).lastUsedAt).toEqual(first);
  });

  it("of other tenants can neither be read nor ended", async () => {
    const made = await createApiKey(world.as("admin", "other-chain"), keyInput());
    expect(await refusalOf(revokeApiKey(world.admin, made.id, "not mine"))).toBe("not_found");
    expect(await refusalOf(rotateApiKey(world.admin, made.id, { overlapMinutes: 0 }))).toBe(
      "not_found",
    );
  });

  it("are managed by who may manage keys alone, and never with more than they have", async () => {
    expect(await refusalOf(createApiKey(world.as("supervisor"), keyInput()))).toBe("forbidden");
    const local: Context = { ...world.admin, sites: ["s1"] };
    expect(await refusalOf(createApiKey(local, keyInput()))).toBe("forbidden");
    const chainWide = await createApiKey(world.admin, keyInput());
    expect(await refusalOf(rotateApiKey(local, chainWide.id, { overlapMinutes: 0 }))).toBe(
      "forbidden",
    );
  });

  it("are exchanged once: not again while the successor works", async () => {
    const made = await createApiKey(world.admin, keyInput());
    const next = await rotateApiKey(world.admin, made.id, { overlapMinutes: 60 });
    expect(await refusalOf(rotateApiKey(world.admin, made.id, { overlapMinutes: 60 }))).toBe(
      "conflict",
    );
    await revokeApiKey(world.admin, next.id, "lost on the way");
    await rotateApiKey(world.admin, made.id, { overlapMinutes: 60 });
  });

  it("are 500 at most, those that an exchange would add too", async () => {
    const full = world.as("admin", `full-${available.provider}`);
    const made = await createApiKey(full, keyInput());
    const row = await world.db.apiKey.findUniqueOrThrow({ where: { id: made.id } });
    const more = Array.from({ length: 499 }, (_, i) => ({
      ...row,
      ...{ id: `${row.id}-${i}`, prefix: `full-${i}`, permissions: ["*"], siteIds: ["*"] },
    }));
    await world.db.apiKey.createMany({ data: more });
    expect(await refusalOf(createApiKey(full, keyInput()))).toBe("conflict");
    expect(await refusalOf(rotateApiKey(full, made.id, { overlapMinutes: 0 }))).toBe("conflict");
    await revokeApiKey(full, `${row.id}-0`, "room for one");
    await rotateApiKey(full, made.id, { overlapMinutes: 60 });
  });

  it("that reach beyond the sites of a manager are not theirs to end", async () => {
    const local: Context = { ...world.admin, sites: ["s1"] };
    const [wide, near] = [
      await createApiKey(world.admin, keyInput()),
      await createApiKey(world.admin, keyInput({ site_ids: ["s1"] })),
    ];
    expect(await refusalOf(revokeApiKey(local, wide.id, "mine"))).toBe("forbidden");
    await revokeApiKey(local, near.id, "done");
  });

  it("page by key, newest first", async () => {
    const chain = world.as("admin", `paging-${available.provider}`);
    for (let i = 0; i < 5; i += 1) {
      await createApiKey(chain, keyInput({ name: `Key ${i}` }));
    }
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listApiKeys(chain, { limit: 2, cursor });
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(names).toEqual(["Key 4", "Key 3", "Key 2", "Key 1", "Key 0"]);
  });
});
