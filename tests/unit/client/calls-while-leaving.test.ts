import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { callApi } from "@/lib/client/call";
import { signOutAndLeave } from "@/lib/client/leave-for-sign-in";
import { listKillSwitchesContract } from "@/lib/contracts/kill-switch";

const poll = () => callApi(listKillSwitchesContract);
const assign = vi.fn();
const asked: string[] = [];
let signOutStatus = 200;

beforeEach(() => {
  asked.length = 0;
  const location = { pathname: "/dashboard", search: "", assign };
  vi.stubGlobal("window", { location, addEventListener: () => undefined });
  vi.stubGlobal("document", { body: { hidden: false } });
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    const isSignOut = path === "/api/auth/signout";
    return Response.json({}, { status: isSignOut ? signOutStatus : 200 });
  });
});
afterEach(() => vi.unstubAllGlobals());

it("asks the server on while the session could not be ended, and nothing more once it has", async () => {
  signOutStatus = 503;
  await expect(signOutAndLeave()).rejects.toMatchObject({ status: 503 });
  await expect(poll()).resolves.toEqual({});

  signOutStatus = 200;
  const leaving = signOutAndLeave();
  await expect(poll()).rejects.toMatchObject({ name: "AbortError" });
  await leaving;
  expect(assign).toHaveBeenCalledWith("/sign-in");
  asked.length = 0;
  await expect(poll()).rejects.toMatchObject({ name: "AbortError" });
  expect(asked).toEqual([]);
});
