import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";
import type { ApiProblem } from "@/lib/client/api-problem";

interface ProblemNoticeProps {
  problem: ApiProblem;
  /** a way on, e.g. a link or a button */
  children?: ReactNode;
}

/** What the server refused and why, where the press was. */
export function ProblemNotice({ problem, children }: ProblemNoticeProps) {
  return (
    <Notice tone="breach" role="alert">
      <p>{problem.detail}</p>
      {children}
      {problem.requestId && problem.status >= 500 && (
        <p className="mt-1 font-mono text-2xs">Request {problem.requestId}</p>
      )}
    </Notice>
  );
}
