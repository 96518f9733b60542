import { recordDenial } from "@/lib/governance/record-denial";
import type { Answer } from "@/lib/kernel/answer";
import type { Context } from "@/lib/kernel/context";

/** What the law denied is recorded once all else of the request has been undone. */
export async function tellingDenials(
  ctx: Context,
  run: (ctx: Context) => Promise<Answer>,
  perform: (run: (ctx: Context) => Promise<Answer>) => Promise<Answer>,
): Promise<Answer> {
  let refusal: unknown = null;
  try {
    return await perform((inner) =>
      run(inner).catch((error: unknown) => {
        refusal = error;
        throw error;
      }),
    );
  } finally {
    await recordDenial(ctx, refusal);
  }
}
