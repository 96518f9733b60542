import { getSettings } from "@/lib/platform/settings";

/** two years, as browsers' own lists want it */
const HSTS = "max-age=63072000; includeSubDomains";

/** What an answer of the API may do in a browser: nothing, and nobody may frame it. */
export const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Names the request's nonce to the page that is rendered for it. */
export const NONCE_HEADER = "x-nonce";

/**
 * What a page may load and run: our own scripts that carry the nonce, and what these load. Styles
 * may stand in the page, for the notices, the menus and the API reference put theirs there.
 */
export function pagePolicy(nonce: string, { isDevelopment }: { isDevelopment: boolean }): string {
  return [
    "default-src 'self'",
    // React's tools for development rebuild stack traces with eval.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Once people reach us over https they never again do without it. */
export function transportHeaders(): Record<string, string> {
  return getSettings().publicUrl?.startsWith("https:") ? { "strict-transport-security": HSTS } : {};
}
