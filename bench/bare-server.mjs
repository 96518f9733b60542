// The yardstick: what a bare node:http JSON server costs on this machine in this minute.
import http from "node:http";

const body = JSON.stringify({ status: "ok" });
const server = http.createServer((_request, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(body);
});
server.listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
