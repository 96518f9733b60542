/** Whether it says where to go after signing in: a path, or a web address. */
export function isCallbackAddress(value: unknown): value is string {
  if (typeof value !== "string") {
    return false;
  }
  const base = value.startsWith("/") ? "http://origin.invalid" : undefined;
  return URL.canParse(value, base) && /^https?:$/.test(new URL(value, base).protocol);
}

/** The address where it is one of ours, as a header can carry it; else our start page. */
export function ownAddress({ url, baseUrl }: { url: string; baseUrl: string }): string {
  const address = URL.canParse(url, baseUrl) ? new URL(url, baseUrl) : null;
  return address?.origin === baseUrl ? address.href : baseUrl;
}
