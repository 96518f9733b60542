/** Set by proxy.ts; only ever used to come back to the page after signing in. */
export const PAGE_PATH_HEADER = "x-page-path";
