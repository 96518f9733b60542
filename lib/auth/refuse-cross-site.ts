import { AppError } from "@/lib/kernel/app-error";
import { getSettings } from "@/lib/platform/settings";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * A change that rests on a cookie, or on demo mode, must come from our own pages or from an origin
 * in CORS_ORIGINS. Programs other than browsers send neither header.
 * @throws AppError forbidden
 */
export function refuseCrossSite(request: Request): void {
  if (SAFE_METHODS.has(request.method)) {
    return;
  }
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const isOwn =
    site === null ? isSameHost(origin, request) : site === "same-origin" || site === "none";
  if (!isOwn && !(origin && getSettings().corsOrigins.includes(origin))) {
    throw new AppError(
      "forbidden",
      "This change was sent by a page of another site. Send it from the product's own pages, add the origin to CORS_ORIGINS, or use an API key.",
    );
  }
}

function isSameHost(origin: string | null, request: Request): boolean {
  if (origin === null) {
    return true;
  }
  return URL.canParse(origin) && new URL(origin).host === request.headers.get("host");
}
