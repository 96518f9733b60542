import { toast } from "sonner";
import { toProblem } from "@/lib/client/api-problem";
import { signOutAndLeave } from "@/lib/client/leave-for-sign-in";

/** Ends the session because the person wants it, and says so when it could not be ended. */
export async function signOutAndTell(): Promise<void> {
  try {
    await signOutAndLeave();
  } catch (error) {
    toast.error("You are still signed in", { description: toProblem(error).detail });
  }
}
