import { readFileSync } from "node:fs";

/** @type {{ from: string, to: string, except?: string[] }[]} */
const aliases = JSON.parse(
  readFileSync(new URL("./lib/http/aliases.json", import.meta.url), "utf8"),
);

/** The first API's addresses. `*` stands for one or more segments; pages in `except` stay pages. */
function toRewrite({ from, to, except }) {
  const rest = except ? `:path((?!(?:${except.join("|")})$).+)` : ":path+";
  return {
    source: from.replace("*", rest),
    destination: to.replace("*", except ? ":path" : ":path+"),
  };
}

const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  {
    key: "Permissions-Policy",
    value: "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
  },
];

/** @type {import("next").NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  turbopack: { root: import.meta.dirname },
  // Drivers with native code or with files they look up at run time stay in node_modules.
  serverExternalPackages: [
    "@prisma/adapter-better-sqlite3",
    "@prisma/adapter-mariadb",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@prisma/driver-adapter-utils",
    "better-sqlite3",
    "ioredis",
    "mariadb",
    "pg",
    "pino",
  ],
  // `npm run check` does this, for server, tests and scripts too; a first start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
  experimental: {
    agentUpgrade: false,
    // The API is served from a bundle of its own, so Next would load every route for nothing at the start.
    preloadEntriesOnStart: false,
  },
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
  redirects: async () => [{ source: "/kroger", destination: "/dashboard", statusCode: 302 }],
  rewrites: async () => aliases.map(toRewrite),
};

export default nextConfig;
