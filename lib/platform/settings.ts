import { hkdfSync, randomBytes } from "node:crypto";
import type { z } from "zod";
import type { Role } from "@/lib/contracts/role";
import { type DatabaseProvider, providerOf } from "./database-url";
import { environmentSchema } from "./environment-schema";
import { faultsTogether } from "./faults-together";
import { MIN_SECRET_LENGTH } from "./is-weak-secret";
import { type ApiKeySetting, parseApiKeys } from "./parse-api-keys";
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
  /** the address people use, always given in production; https makes session cookies secure */
  readonly publicUrl: string | null;
  readonly sessions: {
    /** without a sign of the person for so long, the session is over */
    readonly idleMinutes: number;
    /** over after so long in any case */
    readonly hours: number;
  };
  /** the person a system starts with while it has none */
  readonly firstAdmin: { readonly email: string; readonly password: string } | null;
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** on the button: "Sign in with …" */
    readonly label: string;
    /** the claim that names a person's groups */
    readonly roleClaim: string;
    readonly roles: readonly { readonly group: string; readonly role: Role }[];
    /** the claim that names a person's sites; null = an administrator limits accounts by hand */
    readonly sitesClaim: string | null;
  } | null;
  /** CIDR networks whose X-Forwarded-For is believed */
  readonly trustedProxies: readonly string[];
  /** requests of one key or person */
  readonly rateLimitPerMinute: number;
  readonly corsOrigins: readonly string[];
  readonly cache: {
    readonly backend: "memory" | "redis";
    readonly redisUrl: string;
    readonly ttlSeconds: number;
  };
  readonly storage: { readonly backend: "local"; readonly localDir: string };
  readonly audit: {
    readonly logDir: string;
    readonly maxSizeMb: number;
    /** 32 bytes, hex: the seed of the Ed25519 key that signs checkpoints */
    readonly signingSeed: string;
    readonly retentionYears: number;
  };
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
  /** what one person asks for another one must approve */
  readonly fourEyes: boolean;
  /** an approved proposal cannot be executed after this time */
  readonly approvalExpiresHours: number;
  /** an undecided proposal cannot be decided after this time */
  readonly proposalExpiresHours: number;
  /** how long after the rollback window the outcome of a reported execution may stay out */
  readonly outcomeDueHours: number;
  /** 32 bytes, hex; seals secrets that the database holds */
  readonly encryptionKey: string;
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

const SECRETS = ["BLADNIR_ADMIN_KEY", "NEXTAUTH_SECRET", "ENCRYPTION_KEY", "AUDIT_SIGNING_KEY"];
const REQUIRED_IN: Readonly<Record<Mode, readonly string[]>> = {
  demo: [],
  development: ["BLADNIR_ADMIN_KEY"],
  production: SECRETS,
};

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
  for (const name of REQUIRED_IN[mode ?? "demo"].filter((one) => !given[one])) {
    faults.push(
      `${name}: required when ENVIRONMENT=${mode}; give at least ${MIN_SECRET_LENGTH} random characters, other than those of any other setting`,
    );
  }
  faults.push(...faultsTogether(given, mode === "production"));
  if (!parsed.data || faults.length > 0) {
    throw new SettingsError(faults);
  }
  return freeze(parsed.data, keys.keys);
}

function freeze(env: ParsedEnvironment, apiKeys: ApiKeySetting[]): Settings {
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
    sessions: { idleMinutes: env.SESSION_IDLE_MINUTES, hours: env.SESSION_HOURS },
    firstAdmin: firstAdminOf(env),
    oidc: oidcOf(env),
    trustedProxies: env.TRUSTED_PROXIES,
    rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE,
    corsOrigins: (env.CORS_ORIGINS ?? defaultOrigins(env.ENVIRONMENT))
      .split(",")
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ""),
    cache: { backend: env.CACHE_BACKEND, redisUrl: env.REDIS_URL, ttlSeconds: env.CACHE_TTL },
    storage: { backend: env.STORAGE_BACKEND, localDir: env.STORAGE_LOCAL_DIR },
    audit: {
      logDir: env.AUDIT_LOG_DIR,
      maxSizeMb: env.AUDIT_MAX_SIZE_MB,
      signingSeed: keyFrom(env.AUDIT_SIGNING_KEY ?? env.BLADNIR_ADMIN_KEY ?? "demo", "audit"),
      retentionYears: env.AUDIT_RETENTION_YEARS,
    },
    autoSeed: env.AUTO_SEED,
    jobs: { runner: env.JOB_RUNNER, concurrency: env.JOB_CONCURRENCY },
    webhooks: {
      retryDelaysSeconds: env.WEBHOOK_RETRY_SECONDS,
      allowedNetworks: env.WEBHOOK_ALLOWED_NETWORKS,
    },
    fourEyes: env.FOUR_EYES ?? env.ENVIRONMENT === "production",
    approvalExpiresHours: env.APPROVAL_EXPIRES_HOURS,
    proposalExpiresHours: env.PROPOSAL_EXPIRES_HOURS,
    outcomeDueHours: env.OUTCOME_DUE_HOURS,
    encryptionKey: keyFrom(env.ENCRYPTION_KEY ?? env.BLADNIR_ADMIN_KEY ?? "demo", "stored secrets"),
    logLevel: env.LOG_LEVEL ?? (env.ENVIRONMENT === "production" ? "info" : "warn"),
  };
  for (const group of Object.values(settings)) {
    Object.freeze(group);
  }
  return Object.freeze(settings);
}

type ParsedEnvironment = z.infer<typeof environmentSchema>;

function firstAdminOf(env: ParsedEnvironment): Settings["firstAdmin"] {
  const { BLADNIR_ADMIN_EMAIL: email, BLADNIR_ADMIN_PASSWORD: password } = env;
  return email && password ? { email, password } : null;
}

function oidcOf(env: ParsedEnvironment): Settings["oidc"] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  return issuer && clientId && clientSecret
    ? {
        issuer,
        clientId,
        clientSecret,
        label: env.OIDC_LABEL,
        roleClaim: env.OIDC_ROLE_CLAIM,
        roles: env.OIDC_ROLES,
        sitesClaim: env.OIDC_SITES_CLAIM ?? null,
      }
    : null;
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
