import { hkdfSync, randomBytes } from "node:crypto";
import { z } from "zod";
import { type DatabaseProvider, normaliseDatabaseUrl, providerOf } from "./database-url";
import { type ApiKeySetting, MIN_KEY_LENGTH, parseApiKeys } from "./parse-api-keys";
import { processSingleton } from "./process-singleton";

type Mode = "demo" | "development" | "production";

export interface Settings {
  readonly mode: Mode;
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly databaseProvider: DatabaseProvider;
  readonly pool: {
    readonly max: number;
    readonly acquireTimeoutMs: number;
    readonly recycleSeconds: number;
  };
  readonly apiKeys: readonly ApiKeySetting[];
  readonly authSecret: string;
  /** the address people use, when it was given; https makes session cookies secure */
  readonly publicUrl: string | null;
  readonly corsOrigins: readonly string[];
  readonly cache: {
    readonly backend: "memory" | "redis";
    readonly redisUrl: string;
    readonly ttlSeconds: number;
  };
  readonly storage: { readonly backend: "local"; readonly localDir: string };
  readonly audit: { readonly logDir: string; readonly maxSizeMb: number };
  readonly autoSeed: boolean;
  readonly jobs: {
    /** off = other nodes do the work */
    readonly runner: "embedded" | "off";
    readonly concurrency: number;
  };
  readonly webhooks: {
    /** pauses before the second, third … attempt; afterwards a delivery is dead */
    readonly retryDelaysSeconds: readonly number[];
    /** CIDR networks that may be reached although they are private */
    readonly allowedNetworks: readonly string[];
  };
  /** an undecided proposal cannot be decided after this time */
  readonly proposalExpiresHours: number;
  /** how long after the rollback window the outcome of a reported execution may stay out */
  readonly outcomeDueHours: number;
  /** 32 bytes, hex; seals secrets that the database holds */
  readonly encryptionKey: string;
  /** false = the admin key stands in */
  readonly hasEncryptionKey: boolean;
  readonly logLevel: string;
}

/** Raised at start; `faults` holds one clear line per bad value. */
export class SettingsError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The settings cannot be used:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.name = "SettingsError";
    this.faults = faults;
  }
}

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const flag = z
  .stringbool({ truthy: ["true", "1", "yes", "on"], falsy: ["false", "0", "no", "off"] })
  .default(true);

/** Comma-separated. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (text) => (typeof text === "string" ? text.split(",").map((part) => part.trim()) : text),
    z.array(item).max(50),
  );

/** Standard Webhooks: ten attempts over about 75 hours. */
const STANDARD_RETRY_SECONDS = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];

const environmentSchema = z.object({
  ENVIRONMENT: z
    .string()
    .toLowerCase()
    .transform((word) => ({ prod: "production", dev: "development" })[word] ?? word)
    .pipe(z.enum(["demo", "development", "production"]))
    .default("demo"),
  HOST: z.string().optional(),
  PORT: whole(0, 65_535).default(8000),
  DATABASE_URL: z
    .string()
    .default("sqlite:///./BladnirTech.db")
    .transform((url, context) => {
      try {
        return normaliseDatabaseUrl(url);
      } catch (error) {
        context.addIssue({ code: "custom", message: (error as Error).message });
        return z.NEVER;
      }
    }),
  BLADNIR_ADMIN_KEY: z.string().optional(),
  NEXTAUTH_URL: z.url().optional(),
  NEXTAUTH_SECRET: z.string().min(MIN_KEY_LENGTH).optional(),
  CORS_ORIGINS: z.string().optional(),
  CACHE_BACKEND: z.enum(["memory", "redis"]).default("memory"),
  REDIS_URL: z.string().default("redis://localhost:6379/0"),
  CACHE_TTL: whole(1, 86_400).default(300),
  STORAGE_BACKEND: z
    .literal("local", "only local is built yet; S3 and Blob are on the roadmap")
    .default("local"),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().default("us-east-1"),
  STORAGE_LOCAL_DIR: z.string().min(1).default("./data/files"),
  AUTO_SEED: flag,
  JOB_RUNNER: z.enum(["embedded", "off"]).default("embedded"),
  JOB_CONCURRENCY: whole(1, 64).default(4),
  WEBHOOK_RETRY_SECONDS: listOf(whole(0, 604_800)).default(STANDARD_RETRY_SECONDS),
  WEBHOOK_ALLOWED_NETWORKS: listOf(z.union([z.cidrv4(), z.cidrv6()])).default([]),
  PROPOSAL_EXPIRES_HOURS: whole(1, 8760).default(72),
  OUTCOME_DUE_HOURS: whole(1, 8760).default(24),
  ENCRYPTION_KEY: z.string().min(MIN_KEY_LENGTH).optional(),
  DB_POOL_SIZE: whole(1, 500).default(5),
  DB_MAX_OVERFLOW: whole(0, 500).default(10),
  DB_POOL_TIMEOUT: whole(1, 600).default(30),
  DB_POOL_RECYCLE: whole(1, 86_400).default(3600),
  AUDIT_LOG_DIR: z.string().min(1).default("./logs/audit"),
  AUDIT_MAX_SIZE_MB: whole(1, 100_000).default(100),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).optional(),
});

type Environment = Record<string, string | undefined>;

/**
 * Reads every setting from the environment, once.
 * @throws SettingsError with one line per fault
 */
export function parseSettings(environment: Environment): Settings {
  const given = Object.fromEntries(
    Object.entries(environment)
      .map(([name, value]) => [name, value?.trim() ?? ""] as const)
      .filter(([, value]) => value !== ""),
  );
  const parsed = environmentSchema.safeParse(given);
  const mode = environmentSchema.shape.ENVIRONMENT.safeParse(given["ENVIRONMENT"]).data;
  const keys = parseApiKeys(given);
  const faults = [
    ...(parsed.error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? []),
    ...keys.faults,
  ];
  if (mode !== undefined && mode !== "demo" && !given["BLADNIR_ADMIN_KEY"]) {
    faults.push(
      `BLADNIR_ADMIN_KEY: required when ENVIRONMENT=${mode}; give at least ${MIN_KEY_LENGTH} random characters`,
    );
  }
  if (!parsed.data || faults.length > 0) {
    throw new SettingsError(faults);
  }
  return freeze(parsed.data, keys.keys);
}

function freeze(env: z.infer<typeof environmentSchema>, apiKeys: ApiKeySetting[]): Settings {
  const settings: Settings = {
    mode: env.ENVIRONMENT,
    host: env.HOST ?? (env.ENVIRONMENT === "production" ? "0.0.0.0" : "127.0.0.1"),
    port: env.PORT,
    databaseUrl: env.DATABASE_URL,
    databaseProvider: providerOf(env.DATABASE_URL),
    pool: {
      max: env.DB_POOL_SIZE + env.DB_MAX_OVERFLOW,
      acquireTimeoutMs: env.DB_POOL_TIMEOUT * 1000,
      recycleSeconds: env.DB_POOL_RECYCLE,
    },
    apiKeys,
    authSecret: env.NEXTAUTH_SECRET ?? sessionSecretFrom(env.BLADNIR_ADMIN_KEY),
    publicUrl: env.NEXTAUTH_URL ?? null,
    corsOrigins: (env.CORS_ORIGINS ?? defaultOrigins(env.ENVIRONMENT))
      .split(",")
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ""),
    cache: { backend: env.CACHE_BACKEND, redisUrl: env.REDIS_URL, ttlSeconds: env.CACHE_TTL },
    storage: { backend: env.STORAGE_BACKEND, localDir: env.STORAGE_LOCAL_DIR },
    audit: { logDir: env.AUDIT_LOG_DIR, maxSizeMb: env.AUDIT_MAX_SIZE_MB },
    autoSeed: env.AUTO_SEED,
    jobs: { runner: env.JOB_RUNNER, concurrency: env.JOB_CONCURRENCY },
    webhooks: {
      retryDelaysSeconds: env.WEBHOOK_RETRY_SECONDS,
      allowedNetworks: env.WEBHOOK_ALLOWED_NETWORKS,
    },
    proposalExpiresHours: env.PROPOSAL_EXPIRES_HOURS,
    outcomeDueHours: env.OUTCOME_DUE_HOURS,
    encryptionKey: keyFrom(env.ENCRYPTION_KEY ?? env.BLADNIR_ADMIN_KEY ?? "demo", "stored secrets"),
    hasEncryptionKey: env.ENCRYPTION_KEY !== undefined,
    logLevel: env.LOG_LEVEL ?? (env.ENVIRONMENT === "production" ? "info" : "warn"),
  };
  for (const group of Object.values(settings)) {
    Object.freeze(group);
  }
  return Object.freeze(settings);
}

/** In production no origin is trusted that nobody has named. */
function defaultOrigins(mode: Mode): string {
  return mode === "production" ? "" : "http://localhost:3000";
}

/** Sessions stay valid over a restart when the admin key does; in demo nobody signs in. */
function sessionSecretFrom(adminKey: string | undefined): string {
  const secret = adminKey ?? randomBytes(32).toString("hex");
  return keyFrom(secret, "session");
}

/** A key of its own for each purpose, so that none tells anything about another. */
function keyFrom(secret: string, purpose: string): string {
  return Buffer.from(hkdfSync("sha256", secret, "", `control-tower ${purpose}`, 32)).toString(
    "hex",
  );
}

/**
 * The settings of this process; parsed from the environment on the first call.
 * @throws SettingsError with one line per fault
 */
export function getSettings(): Settings {
  return processSingleton("settings", () => parseSettings(process.env));
}
