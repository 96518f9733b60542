/**
 * JSON with one spelling for one value, after RFC 8785: keys in the order of their UTF-16 units,
 * no spaces, numbers and texts as ECMAScript writes them. Members that are undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  return isSorted(value) ? JSON.stringify(value) : sortedJson(value);
}

/** Whether it is the canonical JSON of the value that was parsed from it. */
export function isCanonicalJson(text: string, value: unknown): boolean {
  return (JSON.stringify(value) === text && isSorted(value)) || sortedJson(value) === text;
}

/** Most values have their keys in order already, and the engine writes them many times faster. */
function isSorted(value: unknown): boolean {
  if (typeof value !== "object" || value === null) {
    return true;
  }
  if (Array.isArray(value)) {
    return value.every(isSorted);
  }
  let before = "";
  for (const key of Object.keys(value)) {
    if (key < before || !isSorted(Reflect.get(value, key))) {
      return false;
    }
    before = key;
  }
  return true;
}

function sortedJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => sortedJson(item ?? null)).join(",")}]`;
  }
  return typeof value === "object" && value !== null ? sortedObject(value) : JSON.stringify(value);
}

function sortedObject(object: object): string {
  const members: string[] = [];
  for (const key of Object.keys(object).sort()) {
    const value: unknown = Reflect.get(object, key);
    if (value !== undefined) {
      members.push(`${JSON.stringify(key)}:${sortedJson(value)}`);
    }
  }
  return `{${members.join(",")}}`;
}
