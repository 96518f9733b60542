// The floors of the house, top to bottom. A file may import its own floor's neighbours
// only where a rule below says so, and never anything on a higher floor.
const DOMAINS = [
  "background",
  "scenarios",
  "automation",
  "governance",
  "ame",
  "rules",
  "workflows",
  "integrations",
  "auth",
  "jobs",
  "audit",
];

const never = (name, from, to, comment) => ({
  name,
  ...(comment ? { comment } : {}),
  severity: "error",
  from: typeof from === "string" ? { path: from } : from,
  to: typeof to === "string" ? { path: to } : to,
});

/** domain i may import only domains listed after it */
const domainOrder = DOMAINS.slice(1).map((domain, i) => {
  const above = DOMAINS.slice(0, i + 1);
  return never(
    `domain-order-${domain}`,
    `^lib/${domain}/`,
    `^lib/(${above.join("|")})/`,
    `${domain} sits below ${above.join(", ")}`,
  );
});

const floors = [
  never("nothing-imports-app", "^(components|lib|prisma|server|bench)/", "^app/"),
  never("nothing-imports-server", "^(app|components|lib|prisma)/", "^server/"),
  never("nothing-imports-tests", "^(app|components|lib|prisma|server|scripts)/", "^(tests|bench)/"),
  never("lib-does-not-import-components", "^(lib|server)/", "^components/"),
  never(
    "kernel-knows-no-domain",
    "^lib/(kernel|db|platform)/",
    `^lib/(${DOMAINS.join("|")}|http|client)/`,
  ),
  never("db-and-platform-sit-below-kernel", "^lib/(db|platform)/", "^lib/kernel/"),
  never("platform-sits-below-db", "^lib/platform/", "^lib/db/"),
  never("domains-know-no-http", `^lib/(${DOMAINS.join("|")})/`, "^lib/(http|client)/"),
  ...domainOrder,
];

const purity = [
  never(
    "components-see-contracts-only",
    "^components/",
    { path: "^lib/", pathNot: "^lib/(contracts|client|format|packs)/" },
    "UI talks to the server through lib/client and lib/contracts; pages pass data down as props",
  ),
  never("contracts-are-pure", "^lib/contracts/", "^lib/(?!contracts/)"),
  never("packs-are-data", "^lib/packs/", "^lib/(?!packs/|contracts/)"),
  never("format-is-display-only", "^lib/format/", "^lib/(?!format/|contracts/|packs/)"),
  never("client-is-browser-safe", "^lib/client/", "^lib/(?!client/|contracts/)"),
  never("ml-is-pure-mathematics", "^lib/ame/ml/", "^lib/(?!ame/ml/)"),
  never("ml-has-no-packages", "^lib/ame/ml/", { dependencyTypes: ["npm", "npm-dev", "core"] }),
  never("trust-engine-is-pure", "^lib/ame/trust/", "^lib/(?!ame/trust/)"),
  never("trust-engine-has-no-packages", "^lib/ame/trust/", {
    dependencyTypes: ["npm", "npm-dev", "core"],
  }),
];

const database = [
  never(
    "only-repositories-touch-the-database",
    {
      path: "^(app|components|lib)/",
      pathNot: [
        "-repository\\.ts$",
        "^lib/(db|kernel)/",
        "^lib/auth/page-context\\.ts$",
        "^lib/http/handle\\.ts$",
      ],
    },
    { path: "^lib/db/client\\.ts$|@prisma/client", dependencyTypesNot: ["type-only"] },
  ),
  never(
    "generated-clients-stay-in-db",
    { path: "^(app|components|lib|server)/", pathNot: ["-repository\\.ts$", "^lib/db/"] },
    { path: "^generated/(sqlite|postgresql|mysql)/", dependencyTypesNot: ["type-only"] },
  ),
  never("route-table-is-the-servers", "^(app|components|lib)/", "^generated/routes\\.ts$"),
  never(
    "repositories-are-private",
    "^lib/([^/]+)/",
    { path: "^lib/[^/]+/.*-repository\\.ts$", pathNot: "^lib/$1/" },
    "another domain asks the domain's services, never its tables",
  ),
  never("only-services-reach-tables", "^(app|components|server|bench)/", "-repository\\.ts$"),
];

const packages = [
  never(
    "recharts-lives-in-charts",
    { path: ".", pathNot: "^components/charts/" },
    "node_modules/recharts/",
  ),
  never("no-unresolved-imports", ".", { couldNotResolve: true }),
  never(
    "no-development-packages-in-production",
    "^(app|components|lib|server)/",
    { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    "they are missing where only production packages are installed",
  ),
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    never("no-cycles", {}, { circular: true }),
    never("no-orphans", { orphan: true, path: "^(lib|components)/", pathNot: "\\.d\\.ts$" }, {}),
    ...floors,
    ...purity,
    ...database,
    ...packages,
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^generated/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
