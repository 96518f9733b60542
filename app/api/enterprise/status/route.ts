import { getEnterpriseStatus } from "@/lib/automation/get-enterprise-status";
import { enterpriseStatusContract } from "@/lib/contracts/enterprise";
import { handle } from "@/lib/http/handle";

export const GET = handle(enterpriseStatusContract, getEnterpriseStatus);
