import { Fault } from "./say.mjs";

const NEEDED = [20, 19];

/** @throws {Fault} when this Node is older than the project can run on */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split(".").map(Number);
  const [neededMajor, neededMinor] = NEEDED;
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) {
    return;
  }
  throw new Fault(
    `Control Tower needs Node.js ${NEEDED.join(".")} or newer, this is ${version}.\n` +
      "Install a newer one (https://nodejs.org, or `nvm install` in this folder) and run the command again.",
  );
}
