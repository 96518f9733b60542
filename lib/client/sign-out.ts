import { ApiProblem, toApiProblem } from "./api-problem";

/**
 * Ends the session of this browser.
 * @throws ApiProblem when the server did not end it or cannot be reached, and once `signal` says so
 */
export async function signOut(signal?: AbortSignal): Promise<void> {
  const init = { cache: "no-store", ...(signal && { signal }) } as const;
  const { csrfToken } = await (await ask("/api/auth/csrf", init)).json();
  const body = new URLSearchParams({ csrfToken: String(csrfToken), json: "true" });
  await ask("/api/auth/signout", { ...init, method: "POST", body });
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(path, init).catch(() => {
    throw new ApiProblem(0, "unavailable", {
      detail: "The server cannot be reached. Check the connection and try again.",
    });
  });
  if (!answer.ok) {
    throw await toApiProblem(answer);
  }
  return answer;
}
