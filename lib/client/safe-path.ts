/** A path of this origin to go to after signing in; anything else becomes the board. */
export function safePath(wanted: string | undefined): string {
  const fallback = "/dashboard";
  if (!wanted?.startsWith("/") || !URL.canParse(wanted, "http://origin.invalid")) {
    return fallback;
  }
  const url = new URL(wanted, "http://origin.invalid");
  const isOwnPage = url.origin === "http://origin.invalid" && !url.pathname.startsWith("//");
  return isOwnPage && url.pathname !== "/sign-in"
    ? `${url.pathname}${url.search}${url.hash}`
    : fallback;
}
