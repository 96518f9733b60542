import { readFile } from "node:fs/promises";
import path from "node:path";
import { getDMMF } from "@prisma/internals";
import type { DatabaseProvider } from "@/lib/platform/database-url";
import { columnLine, foreignKeyLine, indexLine, type Schema, type TypeFamily } from "./schema";

type Dmmf = Awaited<ReturnType<typeof getDMMF>>;
type Model = Dmmf["datamodel"]["models"][number];
type Field = Model["fields"][number];

const root = path.resolve(import.meta.dirname, "../../..");

const FAMILIES: Readonly<Record<string, TypeFamily>> = {
  String: "text",
  Int: "integer",
  BigInt: "bigint",
  Float: "float",
  Boolean: "boolean",
  DateTime: "time",
  Json: "json",
};

/** The schema that the Prisma models describe. */
export async function readModels(provider: DatabaseProvider): Promise<Schema> {
  const read = (name: string) => readFile(path.join(root, "prisma", name), "utf8");
  const datamodel = `${await read(`datasources/${provider}.prisma`)}\n${await read("models.prisma")}`;
  const { models, indexes } = (await getDMMF({ datamodel })).datamodel;
  const byName = new Map(models.map((model) => [model.name, model]));
  return {
    columns: models.flatMap((model) =>
      columnsOf(model).map((field) =>
        columnLine(
          tableOf(model),
          nameOf(field),
          FAMILIES[field.type] ?? "other",
          !field.isRequired,
        ),
      ),
    ),
    indexes: indexes.map((index) => {
      const model = known(byName.get(index.model), index.model);
      return indexLine(
        kindOf(index.type),
        tableOf(model),
        index.fields.map(({ name }) => columnOf(model, name)),
      );
    }),
    foreignKeys: models.flatMap((model) =>
      model.fields
        .filter((field) => (field.relationFromFields?.length ?? 0) > 0)
        .map((field) => foreignKeyOf(model, field, known(byName.get(field.type), field.type))),
    ),
  };
}

function columnsOf(model: Model): Field[] {
  return model.fields.filter(({ kind }) => kind === "scalar");
}

function foreignKeyOf(model: Model, field: Field, target: Model): string {
  return foreignKeyLine({
    table: tableOf(model),
    columns: (field.relationFromFields ?? []).map((name) => columnOf(model, name)),
    target: tableOf(target),
    targetColumns: (field.relationToFields ?? []).map((name) => columnOf(target, name)),
    onDelete: field.relationOnDelete ?? "none",
  });
}

function kindOf(type: string): "" | "unique" | "primary" {
  if (type === "id") {
    return "primary";
  }
  return type === "unique" ? "unique" : "";
}

function tableOf(model: Model): string {
  return model.dbName ?? model.name;
}

function nameOf(field: Field): string {
  return field.dbName ?? field.name;
}

function columnOf(model: Model, name: string): string {
  return nameOf(
    known(
      model.fields.find((field) => field.name === name),
      name,
    ),
  );
}

function known<T>(value: T | undefined, name: string): T {
  if (value === undefined) {
    throw new Error(`The models do not know ${name}`);
  }
  return value;
}
