import { listAuditContract } from "./audit";
import {
  decideContract,
  executeContract,
  getProposalContract,
  pendingProposalsContract,
  rollbackContract,
} from "./automation";
import type { Contract } from "./contract";
import {
  autoStepContract,
  boardContract,
  caseDetailContract,
  dashboardWorkflowsContract,
  proposeContract,
} from "./dashboard";
import { enterpriseExecuteContract } from "./enterprise";
import { listGatesContract, setGateContract } from "./governance";
import {
  krogerScenariosContract,
  krogerStartContract,
  pharmacistPreverifyContract,
  prescriberApprovalContract,
  submitPreverificationContract,
} from "./kroger";
import { listScenariosContract, resetContract, seedContract, simulateContract } from "./scenario";
import {
  healthContract,
  livezContract,
  openApiContract,
  readyzContract,
  settingsContract,
} from "./system";
import {
  createEventContract,
  createTaskContract,
  createWorkflowContract,
  getWorkflowContract,
  listEventsContract,
  listTasksContract,
  listWorkflowsContract,
  setTaskStateContract,
} from "./workflow";

/** Every endpoint of the API. */
export const allContracts: readonly Contract[] = [
  listWorkflowsContract,
  createWorkflowContract,
  getWorkflowContract,
  listTasksContract,
  createTaskContract,
  setTaskStateContract,
  listEventsContract,
  createEventContract,
  boardContract,
  dashboardWorkflowsContract,
  caseDetailContract,
  proposeContract,
  autoStepContract,
  listGatesContract,
  setGateContract,
  pendingProposalsContract,
  getProposalContract,
  decideContract,
  executeContract,
  rollbackContract,
  listScenariosContract,
  seedContract,
  resetContract,
  simulateContract,
  krogerScenariosContract,
  krogerStartContract,
  prescriberApprovalContract,
  submitPreverificationContract,
  pharmacistPreverifyContract,
  enterpriseExecuteContract,
  listAuditContract,
  healthContract,
  livezContract,
  readyzContract,
  settingsContract,
  openApiContract,
];
