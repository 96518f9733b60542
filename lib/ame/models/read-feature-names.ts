import type { ModelReader } from "@/lib/ame/ml/serial/model-reader";

/** @throws ModelTextError where there is not one name for each feature */
export function readFeatureNames(reader: ModelReader, featureCount?: number): string[] {
  const names = reader.value("featureNames");
  const isList = Array.isArray(names) && names.every((name) => typeof name === "string");
  if (!isList || names.length === 0) {
    return reader.fail("featureNames", "is no list of names");
  }
  if (featureCount !== undefined && names.length !== featureCount) {
    return reader.fail("featureNames", `has ${names.length} names for ${featureCount} features`);
  }
  return names;
}
