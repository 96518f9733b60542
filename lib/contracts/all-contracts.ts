import { accessContracts } from "./access-contracts";
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
import {
  getCertificateContract,
  listAuditsContract,
  renewLedgerContract,
  requestPromotionContract,
  setToleranceContract,
  settleAuditContract,
} from "./ame-trust";
import { decideApprovalContract, getApprovalContract, listApprovalsContract } from "./approval";
import {
  auditPublicKeyContract,
  exportAuditContract,
  listAuditContract,
  listCheckpointsContract,
} from "./audit";
import {
  decideContract,
  executeContract,
  getProposalContract,
  pendingProposalsContract,
  rollbackContract,
} from "./automation";
import {
  breakGlassContract,
  endGlassGrantContract,
  listGlassGrantsContract,
  reviewGlassGrantContract,
} from "./break-glass";
import { listCapsContract } from "./caps";
import { listReviewersContract, seedCheckCaseContract } from "./check-cases";
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
import { changeGateContract, gateHistoryContract, listGovernanceGatesContract } from "./gates";
import { listGatesContract, setGateContract } from "./governance";
import { cancelJobContract, getJobContract, listJobsContract, redriveJobContract } from "./job";
import {
  drillKillSwitchContract,
  listKillSwitchesContract,
  setKillSwitchContract,
} from "./kill-switch";
import {
  krogerScenariosContract,
  krogerStartContract,
  pharmacistPreverifyContract,
  prescriberApprovalContract,
  submitPreverificationContract,
} from "./kroger";
import { listHoldsContract, placeHoldContract, releaseHoldContract } from "./legal-hold";
import { revealContract } from "./reveal";
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
import { getTimeLapseContract, startTimeLapseContract } from "./time-lapse";
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
  revealContract,
  boardContract,
  dashboardWorkflowsContract,
  caseDetailContract,
  proposeContract,
  autoStepContract,
  listGatesContract,
  setGateContract,
  listCapsContract,
  pendingProposalsContract,
  getProposalContract,
  decideContract,
  executeContract,
  rollbackContract,
  getScopeContract,
  listScopesContract,
  recentEventsContract,
  resolveModeContract,
  getCertificateContract,
  requestPromotionContract,
  setToleranceContract,
  renewLedgerContract,
  listAuditsContract,
  settleAuditContract,
  listReviewersContract,
  seedCheckCaseContract,
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
  startTimeLapseContract,
  getTimeLapseContract,
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
  listGovernanceGatesContract,
  changeGateContract,
  gateHistoryContract,
  listApprovalsContract,
  getApprovalContract,
  decideApprovalContract,
  listKillSwitchesContract,
  setKillSwitchContract,
  drillKillSwitchContract,
  breakGlassContract,
  listGlassGrantsContract,
  endGlassGrantContract,
  reviewGlassGrantContract,
  listAuditContract,
  exportAuditContract,
  listCheckpointsContract,
  auditPublicKeyContract,
  listHoldsContract,
  placeHoldContract,
  releaseHoldContract,
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
  ...accessContracts,
  healthContract,
  livezContract,
  readyzContract,
  settingsContract,
  openApiContract,
];
