/** What the driver needs of a DATABASE_URL, `mysql://user:password@host:port/database`. */
export function mariaDbAddress(url: string) {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    host: hostname,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
  };
}
