# Sourced by .ci/run: what the tests need beside Node. A service that answers is used as it is.

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

wait_for_port() {
  for _ in $(seq 1 60); do
    if answers "$1"; then return 0; fi
    sleep 0.5
  done
  echo "nothing answers on port $1" >&2
  return 1
}

apt_updated=false
apt_install() {
  if [ "$apt_updated" = false ]; then
    apt-get update -qq
    apt_updated=true
  fi
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# curl for the smoke test; the rest compiles better-sqlite3 where no ready-made one can be fetched.
ensure_tools() {
  local tool
  for tool in curl g++ make python3; do
    command -v "$tool" >/dev/null || apt_install "$tool"
  done
}

ensure_chromium() {
  if [ -z "${CHROMIUM_PATH:-}" ] && ! command -v chromium chromium-browser google-chrome >/dev/null; then
    apt_install chromium
  fi
}

ensure_postgres() {
  if [ -n "${TEST_POSTGRES_URL:-}" ]; then return 0; fi
  if ! answers 5432; then start_postgres; fi
  # Elsewhere administered, or open to us already: the tests try the usual logins themselves.
  command -v psql >/dev/null || return 0
  PGCONNECT_TIMEOUT=3 psql -w -q -c '' postgresql://postgres@127.0.0.1/postgres 2>/dev/null && return 0
  local as_admin=(runuser -u postgres -- psql --quiet --tuples-only --no-align --dbname postgres)
  if [ -z "$("${as_admin[@]}" --command "SELECT 1 FROM pg_roles WHERE rolname = 'ct_ci'")" ]; then
    "${as_admin[@]}" --command "CREATE ROLE ct_ci LOGIN SUPERUSER PASSWORD 'ct_ci'"
  fi
  export TEST_POSTGRES_URL="postgresql://ct_ci:ct_ci@127.0.0.1:5432/postgres"
}

start_postgres() {
  command -v pg_ctlcluster >/dev/null || apt_install postgresql
  if answers 5432; then return 0; fi
  local version
  version="$(pg_lsclusters --no-header | awk '$2 == "main" { print $1; exit }')"
  pg_ctlcluster "$version" main start
  wait_for_port 5432
}

ensure_mysql() {
  if [ -n "${TEST_MYSQL_URL:-}" ]; then return 0; fi
  if ! answers 3306; then start_mysql; fi
  command -v mariadb >/dev/null || return 0
  mariadb --host=127.0.0.1 --user=root --execute 'SELECT 1' >/dev/null 2>&1 && return 0
  mariadb --execute "
    CREATE USER IF NOT EXISTS ct_ci@'127.0.0.1' IDENTIFIED BY 'ct_ci';
    CREATE USER IF NOT EXISTS ct_ci@localhost IDENTIFIED BY 'ct_ci';
    GRANT ALL ON *.* TO ct_ci@'127.0.0.1';
    GRANT ALL ON *.* TO ct_ci@localhost;"
  export TEST_MYSQL_URL="mysql://ct_ci:ct_ci@127.0.0.1:3306/mysql"
}

start_mysql() {
  command -v mariadbd >/dev/null || apt_install mariadb-server
  if answers 3306; then return 0; fi
  install -d -o mysql -g mysql /run/mysqld
  mariadbd --user=mysql --bind-address=127.0.0.1 >/dev/null 2>&1 &
  wait_for_port 3306
}

ensure_redis() {
  if [ -n "${TEST_REDIS_URL:-}" ] || answers 6379; then return 0; fi
  command -v redis-server >/dev/null || apt_install redis-server
  answers 6379 || redis-server --bind 127.0.0.1 --save '' --appendonly no --daemonize yes >/dev/null
  wait_for_port 6379
}
