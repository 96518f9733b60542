"use client";

import { useSession } from "@/components/layout/session";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { ROLES, type Role } from "@/lib/contracts/role";
import { toWords } from "@/lib/format/words";

interface RoleAndSitesProps {
  id: string;
  firstRole: Role;
  siteIds: readonly string[];
  isRoleFixed?: boolean;
}

/** The two fields that say what a person may do, and where. */
export function RoleAndSites({ id, firstRole, siteIds, isRoleFixed = false }: RoleAndSitesProps) {
  const own = ROLES.indexOf(useSession().role);
  // Nobody hands out more than they have.
  const roles = ROLES.filter((one, rank) => one === firstRole || rank <= own);
  return (
    <>
      <div>
        <label htmlFor={`${id}-role`} className="mb-1 block font-medium text-sm">
          Role
        </label>
        <Select
          id={`${id}-role`}
          className="h-8 text-sm"
          name="role"
          defaultValue={firstRole}
          disabled={isRoleFixed}
        >
          {roles.map((one) => (
            <option key={one} value={one}>
              {toWords(one)}
            </option>
          ))}
        </Select>
        {isRoleFixed && (
          <p className="mt-1 text-subtle text-xs">
            The groups of the company account decide the role.
          </p>
        )}
      </div>
      <Field
        id={`${id}-sites`}
        name="sites"
        label="Stores"
        hint="Ids with commas between them; * is every store."
        defaultValue={siteIds.join(", ")}
        spellCheck={false}
        required
      />
    </>
  );
}

/** What the fields of a form hold. */
export function readRoleAndSites(form: FormData): { role: Role | undefined; site_ids: string[] } {
  const sites = String(form.get("sites") ?? "").split(",");
  return {
    role: ROLES.find((one) => one === form.get("role")),
    site_ids: sites.map((site) => site.trim()).filter((site) => site !== ""),
  };
}
