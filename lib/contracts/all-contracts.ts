import { modelsStatusContract, retrainCheckContract, retrainContract } from "./ame-models";
import {
  reportDecisionContract,
  reportExecutionContract,
  reportOutcomeContract,
  reportProposalContract,
} from "./ame-report";
import {
  getScopeContract,
  listScopesContract,
  recentEventsContract,
  resolveModeContract,
} from "./ame-scope";
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
import {
  enterpriseDryRunContract,
  enterpriseExecuteContract,
  enterpriseStatusContract,
} from "./enterprise";
import { followEventsContract, listStreamEventsContract } from "./events";
import { listGatesContract, setGateContract } from "./governance";
import { cancelJobContract, getJobContract, listJobsContract, redriveJobContract } from "./job";
import {
  krogerScenariosContract,
  krogerStartContract,
  pharmacistPreverifyContract,
  prescriberApprovalContract,
  submitPreverificationContract,
} from "./kroger";
import {
  createRuleContract,
  deleteRuleContract,
  getRuleContract,
  listRuleFieldsContract,
  listRulesContract,
  listRuleVersionsContract,
  updateRuleContract,
} from "./rule";
import { dryRunRuleContract } from "./rule-dry-run";
import { listScenariosContract, resetContract, seedContract, simulateContract } from "./scenario";
import {
  healthContract,
  livezContract,
  openApiContract,
  readyzContract,
  settingsContract,
} from "./system";
import {
  createWebhookContract,
  deleteWebhookContract,
  getWebhookContract,
  listDeliveriesContract,
  listWebhooksContract,
  replayDeadDeliveriesContract,
  replayDeliveryContract,
  rotateWebhookSecretContract,
  testWebhookContract,
  updateWebhookContract,
} from "./webhooks";
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
  getScopeContract,
  listScopesContract,
  recentEventsContract,
  resolveModeContract,
  reportProposalContract,
  reportDecisionContract,
  reportExecutionContract,
  reportOutcomeContract,
  modelsStatusContract,
  retrainCheckContract,
  retrainContract,
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
  enterpriseDryRunContract,
  enterpriseStatusContract,
  listRulesContract,
  createRuleContract,
  getRuleContract,
  updateRuleContract,
  deleteRuleContract,
  listRuleVersionsContract,
  listRuleFieldsContract,
  dryRunRuleContract,
  listAuditContract,
  listJobsContract,
  getJobContract,
  cancelJobContract,
  redriveJobContract,
  listStreamEventsContract,
  followEventsContract,
  listWebhooksContract,
  createWebhookContract,
  getWebhookContract,
  updateWebhookContract,
  deleteWebhookContract,
  rotateWebhookSecretContract,
  testWebhookContract,
  listDeliveriesContract,
  replayDeliveryContract,
  replayDeadDeliveriesContract,
  healthContract,
  livezContract,
  readyzContract,
  settingsContract,
  openApiContract,
];
