import { getMachineClient } from "@/lib/auth/clients/list-machine-clients";
import { deleteMachineClient, updateMachineClient } from "@/lib/auth/clients/update-machine-client";
import {
  deleteMachineClientContract,
  getMachineClientContract,
  updateMachineClientContract,
} from "@/lib/contracts/machine-clients";
import { handle } from "@/lib/http/handle";

export const GET = handle(getMachineClientContract, (ctx, { params }) =>
  getMachineClient(ctx, params.id),
);

export const PATCH = handle(updateMachineClientContract, (ctx, { params, body }) =>
  updateMachineClient(ctx, params.id, body),
);

export const DELETE = handle(deleteMachineClientContract, (ctx, { params }) =>
  deleteMachineClient(ctx, params.id),
);
