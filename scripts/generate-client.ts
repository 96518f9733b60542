// npm run generate:client: the types of sdk/ from the OpenAPI document.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { clientTypes } from "./lib/client-types";

const file = path.resolve(import.meta.dirname, "../sdk/api-types.ts");
writeFileSync(file, await clientTypes());
console.info(`Wrote ${file}`);
