import { createMachineClient } from "@/lib/auth/clients/create-machine-client";
import { listMachineClients } from "@/lib/auth/clients/list-machine-clients";
import {
  createMachineClientContract,
  listMachineClientsContract,
} from "@/lib/contracts/machine-clients";
import { handle } from "@/lib/http/handle";
import { listReply } from "@/lib/http/reply";

export const GET = handle(listMachineClientsContract, async (ctx, { query }) => {
  const page = await listMachineClients(ctx, query);
  return listReply({ clients: page.items, next_cursor: page.nextCursor });
});

export const POST = handle(createMachineClientContract, (ctx, { body }) =>
  createMachineClient(ctx, body),
);
