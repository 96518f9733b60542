import {
  beginSecondFactorContract,
  changePasswordContract,
  confirmSecondFactorContract,
  endOtherSessionsContract,
  getSessionContract,
  keepSessionContract,
  removeSecondFactorContract,
} from "./access-session";
import {
  endUserSessionsContract,
  getUserContract,
  inviteUserContract,
  listUsersContract,
  resetPasswordContract,
  updateUserContract,
} from "./access-users";
import {
  createApiKeyContract,
  createOwnApiKeyContract,
  getApiKeyContract,
  listApiKeysContract,
  listOwnApiKeysContract,
  revokeApiKeyContract,
  revokeOwnApiKeyContract,
  rotateApiKeyContract,
} from "./api-keys";
import type { Contract } from "./contract";
import {
  createMachineClientContract,
  deleteMachineClientContract,
  getMachineClientContract,
  listMachineClientsContract,
  updateMachineClientContract,
} from "./machine-clients";
import { authorizationServerContract, smartConfigurationContract, tokenContract } from "./oauth";

/** People, sessions, keys and partner systems. */
export const accessContracts: readonly Contract[] = [
  getSessionContract,
  keepSessionContract,
  endOtherSessionsContract,
  changePasswordContract,
  beginSecondFactorContract,
  confirmSecondFactorContract,
  removeSecondFactorContract,
  listUsersContract,
  inviteUserContract,
  getUserContract,
  updateUserContract,
  resetPasswordContract,
  endUserSessionsContract,
  listApiKeysContract,
  createApiKeyContract,
  listOwnApiKeysContract,
  createOwnApiKeyContract,
  revokeOwnApiKeyContract,
  getApiKeyContract,
  rotateApiKeyContract,
  revokeApiKeyContract,
  listMachineClientsContract,
  createMachineClientContract,
  getMachineClientContract,
  updateMachineClientContract,
  deleteMachineClientContract,
  tokenContract,
  smartConfigurationContract,
  authorizationServerContract,
];
