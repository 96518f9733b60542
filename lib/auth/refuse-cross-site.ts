import { AppError } from "@/lib/kernel/app-error";
import { getSettings } from "@/lib/platform/settings";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * A change that rests on a cookie, or on demo mode, must come from our own pages or from an origin
 * in CORS_ORIGINS. A browser always says where a change comes from, so one with a cookie that does
 * not say it is refused; programs without a cookie say nothing and pass.
 * @throws AppError forbidden
 */
export function refuseCrossSite(request: Request): void {
  if (SAFE_METHODS.has(request.method)) {
    return;
  }
  const { headers } = request;
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  const isSilent = origin === null && site === null;
  const isOwn = isSilent
    ? !headers.has("cookie")
    : isOwnSite(site) && (origin === null || site !== null || isOwnOrigin(origin, headers));
  if (!isOwn && !(origin && getSettings().corsOrigins.includes(origin))) {
    throw new AppError(
      "forbidden",
      "This change was sent by a page of another site. Send it from the product's own pages, add the origin to CORS_ORIGINS, or use an API key.",
    );
  }
}

/** Where the browser says how the page stands to us, its word counts: pages cannot forge it. */
function isOwnSite(site: string | null): boolean {
  return site === null || site === "same-origin" || site === "none";
}

/** Production knows its own name; elsewhere the host of the request is believed, too. */
function isOwnOrigin(origin: string, headers: Headers): boolean {
  const { mode, publicUrl } = getSettings();
  if (publicUrl !== null && new URL(publicUrl).origin === origin) {
    return true;
  }
  const isHost = URL.canParse(origin) && new URL(origin).host === headers.get("host");
  return isHost && mode !== "production";
}
