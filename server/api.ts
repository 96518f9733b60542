import { type Context, Hono } from "hono";
import { routes } from "@/generated/routes";
import { preflightResponse } from "@/lib/http/cors";
import { unknownMethod, unknownPath } from "@/lib/http/unknown-route";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** The fast lane: the same handlers that Next serves, dispatched without Next's routing. */
export function createApi(): Hono {
  const api = new Hono();
  api.options("*", (c) => preflightResponse(c.req.raw));
  for (const { path, module } of routes) {
    const allowed = METHODS.filter((method) => module[method]);
    for (const method of allowed) {
      api.on(method, path, (c: Context) => {
        const handler = module[method];
        return handler
          ? handler(c.req.raw, { params: Promise.resolve(c.req.param()) })
          : unknownPath(c.req.raw);
      });
    }
    api.all(path, (c) => unknownMethod(c.req.raw, allowed));
  }
  api.all("*", (c) => unknownPath(c.req.raw));
  return api;
}
