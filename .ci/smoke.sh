# Sourced by .ci/run: the demo starts, answers, stops at once and starts again quickly.

MAX_STOP_MS=5000
MAX_SECOND_START_MS=10000

now_ms() { date +%s%3N; }

free_port() {
  node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

# start_demo PORT DATABASE LOG: returns once /livez answers; sets demo_pid
start_demo() {
  PORT="$1" HOST=127.0.0.1 DATABASE_URL="$2" npm run demo >"$3" 2>&1 &
  demo_pid=$!
  for _ in $(seq 1 600); do
    if curl --silent --fail --output /dev/null "http://127.0.0.1:$1/livez"; then return 0; fi
    if ! kill -0 "$demo_pid" 2>/dev/null; then break; fi
    sleep 0.1
  done
  echo "the demo did not start:" >&2
  cat "$3" >&2
  return 1
}

stop_demo() {
  local start code=0
  start="$(now_ms)"
  kill -TERM "$demo_pid"
  wait "$demo_pid" || code=$?
  at_most "stopping the demo" $(($(now_ms) - start)) "$MAX_STOP_MS"
  if [ "$code" -ne 0 ]; then
    echo "the demo ended with code $code" >&2
    return 1
  fi
}

# at_most WHAT TOOK_MS LIMIT_MS
at_most() {
  echo "$1 took $2 ms (limit $3 ms)"
  [ "$2" -le "$3" ]
}

# expect_text URL TEXT
expect_text() {
  local body
  body="$(curl --silent --show-error --fail --location "$1")"
  if ! grep --quiet --fixed-strings "$2" <<<"$body"; then
    echo "$1 does not contain: $2" >&2
    return 1
  fi
  echo "$1 contains: $2"
}

smoke_demo() {
  local folder port start
  folder="$(mktemp -d)"
  port="$(free_port)"
  start_demo "$port" "sqlite:///$folder/demo.db" "$folder/first.log"
  expect_text "http://127.0.0.1:$port/health" '"status":"ok"'
  expect_text "http://127.0.0.1:$port/dashboard" 'Control Tower'
  stop_demo
  start="$(now_ms)"
  start_demo "$port" "sqlite:///$folder/demo.db" "$folder/second.log"
  at_most "the second start" $(($(now_ms) - start)) "$MAX_SECOND_START_MS"
  stop_demo
  rm -rf "$folder"
}
