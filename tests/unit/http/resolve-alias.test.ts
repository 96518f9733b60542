import { describe, expect, it } from "vitest";
import { resolveAlias } from "@/lib/http/resolve-alias";

describe("resolveAlias", () => {
  it.each([
    ["/health", "/api/health"],
    ["/livez", "/api/livez"],
    ["/readyz", "/api/readyz"],
    ["/dashboard/api/workflows", "/api/dashboard/workflows"],
    ["/dashboard/api/automation/7/decide", "/api/dashboard/automation/7/decide"],
    ["/enterprise/execute", "/api/enterprise/execute"],
    ["/kroger/start", "/api/kroger/start"],
    ["/ame/scope", "/api/ame/scope"],
    ["/ame/dashboards", "/api/ame/dashboards"],
    ["/kroger/a*b", "/api/kroger/a*b"],
    ["/kroger/%20", "/api/kroger/%20"],
  ])("%s is %s", (from, to) => {
    expect(resolveAlias(from)).toBe(to);
  });

  it.each([
    "/",
    "/dashboard",
    "/dashboard/",
    "/dashboard/cases/1",
    "/dashboard/api",
    "/dashboard/api/",
    "/ame",
    "/ame/",
    "/ame/dashboard",
    "/healthy",
    "/health/x",
    "/api/health",
    "/api/workflows",
    "/krogerx/start",
    "/sign-in",
  ])("%s is a page or a path of its own", (pathname) => {
    expect(resolveAlias(pathname)).toBeNull();
  });

  it.each(["$&", "$`", "$'", "$$", "$1"])("takes %s in a path as it is written", (word) => {
    expect(resolveAlias(`/kroger/a${word}b`)).toBe(`/api/kroger/a${word}b`);
  });
});
