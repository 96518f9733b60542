import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { parseSettings, SettingsError } from "@/lib/platform/settings";

const KEY = "abcdefghijklmnopqrstuvwxyz012345";
const OTHER = "543210zyxwvutsrqponmlkjihgfedcba";
const SECRETS = {
  NEXTAUTH_SECRET: `${KEY}n`,
  ENCRYPTION_KEY: `${KEY}e`,
  AUDIT_SIGNING_KEY: `${KEY}a`,
  NEXTAUTH_URL: "https://tower.example.com",
};
const hash = (key: string) => createHash("sha256").update(key).digest("hex");

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    parseSettings(environment);
    return [];
  } catch (error) {
    return error instanceof SettingsError ? error.faults : [`bug: ${error}`];
  }
}

describe("settings without any variable", () => {
  it("are those of the demo", () => {
    const { authSecret, ...settings } = parseSettings({});
    expect(settings).toEqual({
      mode: "demo",
      host: "127.0.0.1",
      port: 8000,
      databaseUrl: "file:./BladnirTech.db",
      databaseProvider: "sqlite",
      pool: { max: 15, acquireTimeoutMs: 30_000, recycleSeconds: 3600 },
      apiKeys: [],
      publicUrl: null,
      sessions: { idleMinutes: 15, hours: 12 },
      firstAdmin: null,
      oidc: null,
      trustedProxies: [],
      rateLimitPerMinute: 60_000,
      fourEyes: false,
      approvalExpiresHours: 24,
      corsOrigins: ["http://localhost:3000"],
      cache: { backend: "memory", redisUrl: "redis://localhost:6379/0", ttlSeconds: 300 },
      storage: { backend: "local", localDir: "./data/files" },
      audit: {
        logDir: "./logs/audit",
        maxSizeMb: 100,
        signingSeed: expect.stringMatching(/^[0-9a-f]{64}$/),
        retentionYears: 10,
      },
      autoSeed: true,
      jobs: { runner: "embedded", concurrency: 4 },
      webhooks: {
        retryDelaysSeconds: [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400],
        allowedNetworks: [],
      },
      proposalExpiresHours: 72,
      outcomeDueHours: 24,
      encryptionKey: expect.stringMatching(/^[0-9a-f]{64}$/),
      logLevel: "warn",
    });
    expect(authSecret).toMatch(/^[0-9a-f]{64}$/);
    expect(parseSettings({}).authSecret).not.toBe(authSecret);
  });

  it("cannot be changed afterwards, and an empty value counts as none", () => {
    const settings = parseSettings({ PORT: "", ENVIRONMENT: "", BLADNIR_ADMIN_KEY: "" });
    expect(settings.port).toBe(8000);
    expect(Object.isFrozen(settings)).toBe(true);
  });
});

describe("each variable", () => {
  it.each([
    [{ HOST: "0.0.0.0" }, { host: "0.0.0.0" }],
    [{ PORT: "0" }, { port: 0 }],
    [{ PORT: "65535" }, { port: 65_535 }],
    [
      { CORS_ORIGINS: "https://a.test, https://b.test,," },
      { corsOrigins: ["https://a.test", "https://b.test"] },
    ],
    [
      { CACHE_BACKEND: "redis", REDIS_URL: "redis://r:1/2", CACHE_TTL: "7" },
      { cache: { backend: "redis", redisUrl: "redis://r:1/2", ttlSeconds: 7 } },
    ],
    [
      { STORAGE_BACKEND: "local", STORAGE_LOCAL_DIR: "/files" },
      { storage: { backend: "local", localDir: "/files" } },
    ],
    [
      { DB_POOL_SIZE: "3", DB_MAX_OVERFLOW: "4", DB_POOL_TIMEOUT: "5", DB_POOL_RECYCLE: "6" },
      { pool: { max: 7, acquireTimeoutMs: 5000, recycleSeconds: 6 } },
    ],
    [
      { AUDIT_LOG_DIR: "/audit", AUDIT_MAX_SIZE_MB: "9" },
      { audit: { logDir: "/audit", maxSizeMb: 9 } },
    ],
    [{ AUTO_SEED: "false" }, { autoSeed: false }],
    [{ AUTO_SEED: "0" }, { autoSeed: false }],
    [{ AUTO_SEED: "TRUE" }, { autoSeed: true }],
    [{ LOG_LEVEL: "debug" }, { logLevel: "debug" }],
    [{ NEXTAUTH_SECRET: KEY }, { authSecret: KEY }],
  ])("%o is read", (environment, expected) => {
    expect(parseSettings(environment)).toMatchObject(expected);
  });

  it.each([
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "80.5"],
    ["PORT", "http"],
    ["ENVIRONMENT", "staging"],
    ["DATABASE_URL", "oracle://x"],
    ["DATABASE_URL", "BladnirTech.db"],
    ["CACHE_BACKEND", "memcached"],
    ["CACHE_TTL", "0"],
    ["STORAGE_BACKEND", "s3"],
    ["AUTO_SEED", "maybe"],
    ["DB_POOL_SIZE", "0"],
    ["DB_MAX_OVERFLOW", "-1"],
    ["DB_POOL_TIMEOUT", "0"],
    ["DB_POOL_RECYCLE", "x"],
    ["AUDIT_MAX_SIZE_MB", "0"],
    ["LOG_LEVEL", "loud"],
    ["NEXTAUTH_SECRET", "short"],
    ["BLADNIR_ADMIN_KEY", "short"],
    ["BLADNIR_ADMIN_KEY", "a".repeat(40)],
    ["BLADNIR_KEY_POS", `${KEY}:owner`],
    ["BLADNIR_KEY_POS", KEY],
    ["BLADNIR_KEY_POS", "short:admin"],
    ["BLADNIR_KEY_POS", `admin:${KEY}`],
  ])("%s=%s is a fault of one line that names the variable", (variable, value) => {
    const faults = faultsOf({ [variable]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${variable}: .+`));
    expect(faults[0]).not.toContain("\n");
  });
});

describe("the mode", () => {
  it.each([
    ["demo", "demo"],
    ["dev", "development"],
    ["development", "development"],
    ["prod", "production"],
    ["PROD", "production"],
    ["production", "production"],
    ["Production", "production"],
  ])("fault-43 %s means %s", (ENVIRONMENT, mode) => {
    expect(parseSettings({ ENVIRONMENT, BLADNIR_ADMIN_KEY: KEY, ...SECRETS }).mode).toBe(mode);
  });

  it("decides where the server listens and how much it logs", () => {
    const production = parseSettings({ ENVIRONMENT: "prod", BLADNIR_ADMIN_KEY: KEY, ...SECRETS });
    expect(production).toMatchObject({ host: "0.0.0.0", logLevel: "info" });
    const development = parseSettings({ ENVIRONMENT: "dev", BLADNIR_ADMIN_KEY: KEY });
    expect(development).toMatchObject({ host: "127.0.0.1", logLevel: "warn" });
  });

  it.each(["development", "production", "prod"])(
    "fault-37 %s wants an admin key",
    (ENVIRONMENT) => {
      expect(faultsOf({ ENVIRONMENT, ...SECRETS })).toEqual([
        expect.stringMatching(/^BLADNIR_ADMIN_KEY: required/),
      ]);
    },
  );
});

describe("faults", () => {
  it("are all told at once, one per line", () => {
    const environment = {
      PORT: "x",
      CACHE_TTL: "x",
      BLADNIR_KEY_A: "x",
      ENVIRONMENT: "production",
      ...SECRETS,
    };
    const faults = faultsOf(environment);
    expect(faults.map((fault) => fault.split(":")[0]).toSorted()).toEqual([
      "BLADNIR_ADMIN_KEY",
      "BLADNIR_KEY_A",
      "CACHE_TTL",
      "PORT",
    ]);
    const { message } = new SettingsError(faults);
    expect(message.split("\n").slice(1)).toEqual(faults.map((fault) => `  - ${fault}`));
  });

  it("never repeat a key or a password", () => {
    const faults = faultsOf({
      BLADNIR_ADMIN_KEY: "hunter2",
      BLADNIR_KEY_A: `${KEY}:${OTHER}`,
      NEXTAUTH_SECRET: "hunter2",
      DATABASE_URL: "oracle://user:hunter2@host/db",
    });
    expect(faults).toHaveLength(4);
    expect(faults.join("\n")).not.toMatch(new RegExp(`hunter2|${KEY}|${OTHER}`));
  });
});

describe("API keys", () => {
  it("are kept as hashes with a name and a role", () => {
    const environment = { BLADNIR_ADMIN_KEY: KEY, BLADNIR_KEY_POS_01: `${OTHER}:technician` };
    const { apiKeys } = parseSettings(environment);
    expect(apiKeys).toEqual([
      { id: "admin", role: "admin", hash: hash(KEY) },
      { id: "pos_01", role: "technician", hash: hash(OTHER) },
    ]);
    expect(JSON.stringify(parseSettings(environment))).not.toContain(KEY);
  });

  it("may contain a colon; the role stands after the last one", () => {
    const { apiKeys } = parseSettings({ BLADNIR_KEY_A: `${KEY}:x:supervisor` });
    expect(apiKeys).toEqual([{ id: "a", role: "supervisor", hash: hash(`${KEY}:x`) }]);
  });

  // A session holds the key's name: two keys of one name would let the weaker sign in as the stronger.
  it("have a name of their own", () => {
    expect(
      faultsOf({ BLADNIR_ADMIN_KEY: KEY, BLADNIR_KEY_ADMIN: `${OTHER}:read_only` }),
    ).not.toEqual([]);
    expect(
      faultsOf({ BLADNIR_KEY_POS: `${KEY}:admin`, BLADNIR_KEY_pos: `${OTHER}:read_only` }),
    ).not.toEqual([]);
    expect(faultsOf({ BLADNIR_KEY_: `${OTHER}:read_only` })).not.toEqual([]);
  });

  it("are given to one holder only", () => {
    expect(
      faultsOf({ BLADNIR_KEY_A: `${KEY}:read_only`, BLADNIR_KEY_B: `${KEY}:admin` }),
    ).not.toEqual([]);
  });

  it("keep sessions valid over a restart", () => {
    const secret = (key: string) => parseSettings({ BLADNIR_ADMIN_KEY: key }).authSecret;
    expect(secret(KEY)).toBe(secret(KEY));
    expect(secret(KEY)).not.toBe(secret(OTHER));
    expect(secret(KEY)).not.toContain(KEY);
  });
});
