export type DatabaseProvider = "sqlite" | "postgresql" | "mysql";

/**
 * The provider behind a normalised database URL.
 * @throws Error naming the scheme when it is none of the three
 */
export function providerOf(url: string): DatabaseProvider {
  if (url.startsWith("file:")) {
    return "sqlite";
  }
  if (url.startsWith("postgresql:")) {
    return "postgresql";
  }
  if (url.startsWith("mysql:")) {
    return "mysql";
  }
  throw new Error(
    `DATABASE_URL starts with "${url.split(":")[0]}:"; use sqlite:///file.db, postgresql://… or mysql://…`,
  );
}

/**
 * Accepts SQLAlchemy's spelling (`sqlite:///./a.db`, `postgresql+psycopg2://…`, `mysql+pymysql://…`)
 * as well as the plain one, and returns `file:…`, `postgresql://…` or `mysql://…`.
 */
export function normaliseDatabaseUrl(url: string): string {
  if (/:memory:/.test(url)) {
    throw new Error(
      "DATABASE_URL asks for a database in memory, which the connections could not share; name a file, as in sqlite:///./tower.db",
    );
  }
  const sqlite = /^sqlite(?:\+\w+)?:\/\/\/(.+)$/.exec(url);
  if (sqlite?.[1]) {
    return `file:${sqlite[1]}`;
  }
  const normalised = url
    .replace(/^postgres(?:ql)?(?:\+\w+)?:/, "postgresql:")
    .replace(/^(?:mysql|mariadb)(?:\+\w+)?:/, "mysql:");
  providerOf(normalised);
  return normalised;
}
