import { z } from "zod";
import { ROLES } from "@/lib/contracts/role";
import { normaliseDatabaseUrl } from "./database-url";
import { isWeakSecret, SECRET_WANTED } from "./is-weak-secret";

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const flag = z.stringbool({
  truthy: ["true", "1", "yes", "on"],
  falsy: ["false", "0", "no", "off"],
});

const secret = z.string().refine((text) => !isWeakSecret(text), SECRET_WANTED);

/** `group:role`: who is in the group of the identity provider gets the role. */
const roleMapping = z
  .string()
  .regex(/^.+:[a-z_]+$/, "give group:role, as in ct-pharmacists:pharmacist")
  .transform((text) => {
    const cut = text.lastIndexOf(":");
    return { group: text.slice(0, cut), role: text.slice(cut + 1) };
  })
  .pipe(z.object({ group: z.string(), role: z.enum(ROLES) }));

/** Comma-separated. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (text) => (typeof text === "string" ? text.split(",").map((part) => part.trim()) : text),
    z.array(item).max(50),
  );

/** NIST SP 800-63B-4: fifteen characters where the password stands alone. */
const MIN_PASSWORD_LENGTH = 15;
/** Changing it asks for it, in a field that takes no more. */
const MAX_PASSWORD_LENGTH = 256;
const PASSWORD_LENGTHS = `give ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`;

/** Standard Webhooks: ten attempts over about 75 hours. */
const STANDARD_RETRY_SECONDS = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];

export const environmentSchema = z.object({
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
  BLADNIR_ADMIN_EMAIL: z.email().max(254).toLowerCase().optional(),
  BLADNIR_ADMIN_PASSWORD: z
    .string()
    .min(MIN_PASSWORD_LENGTH, PASSWORD_LENGTHS)
    .max(MAX_PASSWORD_LENGTH, PASSWORD_LENGTHS)
    .optional(),
  NEXTAUTH_URL: z.url().optional(),
  NEXTAUTH_SECRET: secret.optional(),
  SESSION_IDLE_MINUTES: whole(1, 720).default(15),
  SESSION_HOURS: whole(1, 168).default(12),
  OIDC_ISSUER: z.url().max(400).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_LABEL: z.string().max(40).default("company account"),
  OIDC_ROLE_CLAIM: z.string().default("roles"),
  OIDC_ROLES: listOf(roleMapping).default([]),
  OIDC_SITES_CLAIM: z.string().min(1).optional(),
  TRUSTED_PROXIES: listOf(z.union([z.cidrv4(), z.cidrv6()])).default([]),
  RATE_LIMIT_PER_MINUTE: whole(1, 100_000_000).default(60_000),
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
  AUTO_SEED: flag.default(true),
  JOB_RUNNER: z.enum(["embedded", "off"]).default("embedded"),
  JOB_CONCURRENCY: whole(1, 64).default(4),
  WEBHOOK_RETRY_SECONDS: listOf(whole(0, 604_800)).default(STANDARD_RETRY_SECONDS),
  WEBHOOK_ALLOWED_NETWORKS: listOf(z.union([z.cidrv4(), z.cidrv6()])).default([]),
  PROPOSAL_EXPIRES_HOURS: whole(1, 8760).default(72),
  OUTCOME_DUE_HOURS: whole(1, 8760).default(24),
  FOUR_EYES: flag.optional(),
  APPROVAL_EXPIRES_HOURS: whole(1, 8760).default(24),
  ENCRYPTION_KEY: secret.optional(),
  DB_POOL_SIZE: whole(1, 500).default(5),
  DB_MAX_OVERFLOW: whole(0, 500).default(10),
  DB_POOL_TIMEOUT: whole(1, 600).default(30),
  DB_POOL_RECYCLE: whole(1, 86_400).default(3600),
  AUDIT_LOG_DIR: z.string().min(1).default("./logs/audit"),
  AUDIT_MAX_SIZE_MB: whole(1, 100_000).default(100),
  AUDIT_SIGNING_KEY: secret.optional(),
  AUDIT_RETENTION_YEARS: whole(1, 100).default(10),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).optional(),
});
