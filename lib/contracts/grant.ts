import { z } from "zod";
import { inReadingOrder } from "./common";
import { PERMISSIONS_BY_ROLE } from "./permission";
import { ROLES } from "./role";

/** Each query names them, and SQLite takes no more than 999 values in one. */
export const MAX_SITES = 500;

export const roleField = z.enum(ROLES);

const permissionName = z.enum([...PERMISSIONS_BY_ROLE.admin]);

/** null = all that the role has */
export const permissionList = z
  .array(permissionName)
  .min(1)
  .nullable()
  .meta({ description: "Fewer than the role's; null = all of the role's" });

/** Trimmed, because one of the databases ignores blanks at the end. */
export const siteName = inReadingOrder(z.string().trim().min(1).max(100));

export const siteList = z
  .array(siteName)
  .min(1)
  .max(MAX_SITES)
  .meta({ description: 'The sites whose cases they cover; ["*"] = all of the chain' });
