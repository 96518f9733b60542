import aliases from "./aliases.json";

interface Alias {
  from: string;
  to: string;
  except?: string[];
}

/** The address under /api of an address of the first implementation; null when it is none. */
export function resolveAlias(pathname: string): string | null {
  for (const alias of aliases as Alias[]) {
    const rest = restAfter(alias, pathname);
    if (rest !== null) {
      return alias.to.replace("*", () => rest);
    }
  }
  return null;
}

function restAfter({ from, except = [] }: Alias, pathname: string): string | null {
  if (!from.endsWith("*")) {
    return pathname === from ? "" : null;
  }
  const prefix = from.slice(0, -1);
  const rest = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : "";
  return rest === "" || new RegExp(`^(?:${except.join("|")})$`).test(rest) ? null : rest;
}
