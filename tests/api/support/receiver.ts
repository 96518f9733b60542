import http from "node:http";
import type { AddressInfo } from "node:net";

interface Received {
  path: string;
  headers: Record<string, string>;
  /** exactly as it came */
  body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** how the next messages are answered; 200 by default */
  answer: (message: Received, response: http.ServerResponse) => void;
  close(): Promise<void>;
}

/** A real HTTP server that stands for an integrator's, and keeps what it is sent. */
export async function startReceiver(): Promise<Receiver> {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const message = {
        path: request.url ?? "",
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(chunks).toString("utf8"),
      };
      receiver.received.push(message);
      receiver.answer(message, response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    answer: (_, response) => response.end(),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return receiver;
}

/** Answers with these statuses in turn, the last one for ever. */
export function answerWith(receiver: Receiver, ...statuses: number[]): void {
  const [...left] = statuses;
  receiver.answer = (_, response) => {
    const status = left.length > 1 ? left.shift() : left[0];
    response.writeHead(status ?? 200).end();
  };
}
