/** What a person or a system calls itself, or gives as its reason, is on record by design. */
const SAID_ON_RECORD: ReadonlySet<string> = new Set([
  ...["decided_by", "executed_by", "site_id", "store_id", "x-workstation", "x-on-behalf-of"],
  ...["reason", "note", "notes", "decision_reason"],
]);
/** Names of rules, keys and people are the chain's own, which its trail names; so are its stops. */
const READABLE_NAMES: ReadonlySet<string> = new Set([
  ...["createRule.name", "updateRule.name", "updateUser.name", "updateMachineClient.name"],
  ...["createApiKey.name", "createOwnApiKey.name", "createMachineClient.name", "inviteUser.name"],
  ...["setKillSwitch.key", "drillKillSwitch.key"],
]);

/** Whether the audit trail may hold what was put there. */
export function isOnRecord(where: string): boolean {
  return SAID_ON_RECORD.has(lastPart(where)) || READABLE_NAMES.has(where);
}

export function lastPart(where: string): string {
  return where.slice(where.indexOf(".") + 1);
}

/** Makes a canary for a place, e.g. `createTask.name`. */
type Plant = (where: string) => string;

/** The value with a canary in each of its texts. */
export function plantAll(value: unknown, where: string, canary: Plant): unknown {
  if (typeof value === "string") {
    return canary(where);
  }
  if (Array.isArray(value)) {
    return value.map((one) => plantAll(one, where, canary));
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, one]) => [
          name,
          plantAll(one, below(where, name), canary),
        ]),
      )
    : value;
}

/** The value once for each of its texts, with a canary in that one. */
export function plantEach(value: unknown, where: string, canary: Plant): unknown[] {
  if (typeof value === "string") {
    return [canary(where)];
  }
  if (Array.isArray(value)) {
    return value.flatMap((one, i) =>
      plantEach(one, where, canary).map((changed) => value.with(i, changed)),
    );
  }
  return isObject(value)
    ? Object.entries(value).flatMap(([name, one]) =>
        plantEach(one, below(where, name), canary).map((changed) => ({
          ...value,
          [name]: changed,
        })),
      )
    : [];
}

/** The operation and the innermost field. */
function below(where: string, name: string): string {
  return `${where.split(".")[0]}.${name}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
