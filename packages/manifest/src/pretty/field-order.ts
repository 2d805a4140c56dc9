import type { Json, JsonObject } from "@lockstep/model";

import { environmentFormat } from "../format/environment-format.ts";
import { orgFormat } from "../format/org-format.ts";
import { pipelineFormat } from "../format/pipeline-format.ts";
import { triggerFormats, type TriggerType } from "../format/trigger-format.ts";

interface Schema {
  readonly properties?: { readonly [name: string]: Schema };
  readonly patternProperties?: { readonly [pattern: string]: Schema };
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

const formats: { readonly [kind: string]: Schema } = {
  Pipeline: pipelineFormat as Schema,
  Environment: environmentFormat as Schema,
  Org: orgFormat as Schema,
};

/** The format of a manifest kind; `null` when there is no such kind. */
export function formatOf(kind: string): Schema | null {
  return Object.hasOwn(formats, kind) ? (formats[kind] ?? null) : null;
}

/** A value with its fields in the order of their format. Fields that the format leaves open keep their order. */
export function inFieldOrder(value: Json, schema: Schema): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item) => inFieldOrder(item, itemFormat(item, schema)));
  const { properties, patternProperties } =
    (schema.anyOf ?? [schema]).find(({ properties }) => properties) ?? schema;
  const [other] = Object.values(patternProperties ?? {});
  const known = Object.keys(properties ?? {});
  const names = [
    ...known.filter((name) => Object.hasOwn(value, name)),
    ...Object.keys(value).filter((name) => !known.includes(name)),
  ];
  return Object.fromEntries(
    names.map((name) => [
      name,
      inFieldOrder((value as JsonObject)[name] ?? null, properties?.[name] ?? other ?? {}),
    ]),
  );
}

/** Triggers are declared by type, everything else by position. */
function itemFormat(item: Json, schema: Schema): Schema {
  const isTriggers = schema === (pipelineFormat.properties.triggers as Schema);
  const type = isTriggers ? (item as { readonly type?: Json } | null)?.type : null;
  if (typeof type === "string" && Object.hasOwn(triggerFormats, type))
    return triggerFormats[type as TriggerType] as Schema;
  return schema.items ?? {};
}
