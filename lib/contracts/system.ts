import { z } from "zod";
import { defineContract } from "./contract";

export const healthContract = defineContract({
  method: "GET",
  path: "/api/health",
  operationId: "getHealth",
  summary: "Is the process up, with cache and storage figures",
  tag: "system",
  permission: "public",
  success: {
    status: 200,
    answer: z.object({
      status: z.literal("ok"),
      degraded: z.array(z.string()).meta({
        description:
          "Parts in the background that fail at the moment, e.g. audit_mirror, audit_seals",
      }),
      mode: z.enum(["demo", "development", "production"]),
      cache: z.object({
        backend: z.enum(["memory", "redis"]),
        keys: z.int(),
        live_keys: z.int(),
        hits: z.int(),
        misses: z.int(),
      }),
      storage: z.object({
        backend: z.literal("local"),
        root: z
          .string()
          .optional()
          .meta({ description: "Left out in production, where anybody may ask" }),
        file_count: z.int(),
      }),
    }),
    description: "The process answers",
  },
});

export const livezContract = defineContract({
  method: "GET",
  path: "/api/livez",
  operationId: "getLiveness",
  summary: "Is the process alive",
  tag: "system",
  permission: "public",
  success: {
    status: 200,
    answer: z.object({ status: z.literal("ok") }),
    description: "The process answers",
  },
});

export const readyzContract = defineContract({
  method: "GET",
  path: "/api/readyz",
  operationId: "getReadiness",
  summary: "Can requests be served: is the database reachable and migrated",
  tag: "system",
  permission: "public",
  success: {
    status: 200,
    answer: z.object({ status: z.literal("ok"), database: z.literal("ok") }),
    description: "Requests can be served",
  },
  errors: ["unavailable"],
});

export const settingsContract = defineContract({
  method: "GET",
  path: "/api/settings",
  operationId: "getSettings",
  summary: "The settings a client may know",
  tag: "system",
  permission: "settings:read",
  success: {
    status: 200,
    answer: z.object({
      mode: z.enum(["demo", "development", "production"]),
      auth_enabled: z.boolean(),
      cache_backend: z.string(),
      storage_backend: z.string(),
      auto_seed: z.boolean(),
    }),
    description: "The settings",
  },
});

export const openApiContract = defineContract({
  method: "GET",
  path: "/api/openapi.json",
  operationId: "getOpenApi",
  summary: "This API as an OpenAPI 3.1 document",
  tag: "system",
  permission: "settings:read",
  success: {
    status: 200,
    answer: z.record(z.string(), z.json()),
    description: "OpenAPI 3.1",
  },
});
