import { Button } from "@/components/ui/button";
import { toProblem } from "@/lib/client/api-problem";
import { ProblemNotice } from "./problem-notice";

interface StaleNoticeProps {
  error: Error;
  isRetrying: boolean;
  retry: () => void;
}

/** The screen still shows the last answer, but new ones fail to come. */
export function StaleNotice({ error, isRetrying, retry }: StaleNoticeProps) {
  return (
    <ProblemNotice problem={toProblem(error)}>
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
        <span>What you see is the last answer. It is asked for again every 5 seconds.</span>
        <Button size="sm" isBusy={isRetrying} onClick={retry}>
          Try now
        </Button>
      </div>
    </ProblemNotice>
  );
}
