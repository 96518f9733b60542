import { z } from "zod";

/** From least to most; each role may do all that the one before it may. */
export const ROLES = ["read_only", "technician", "pharmacist", "supervisor", "admin"] as const;

export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;
