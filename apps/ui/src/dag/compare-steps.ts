import type { Json, JsonObject } from "@lockstep/model";

import { isObject } from "../json/is-object.ts";
import type { FieldChange } from "./graph.ts";

/** Where a step stands on somebody's canvas changes nothing. */
const ignored = new Set(["position"]);

/** The fields in which a step differs, by name. Objects are compared field by field, lists and texts as a whole. */
export function compareSteps(before: JsonObject, after: JsonObject): readonly FieldChange[] {
  return compareObjects(before, after, "").filter(({ field }) => !ignored.has(field.split(".", 1)[0] ?? ""));
}

function compareObjects(before: JsonObject, after: JsonObject, path: string): readonly FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) =>
    compareValues(before[name], after[name], path === "" ? name : `${path}.${name}`),
  );
}

function compareValues(
  before: Json | undefined,
  after: Json | undefined,
  field: string,
): readonly FieldChange[] {
  if (isObject(before) && isObject(after)) return compareObjects(before, after, field);
  return isSame(before, after) ? [] : [{ field, before, after }];
}

/** Whether two JSON values mean the same: order matters in lists only. */
function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    const [left, right] = [a as readonly Json[], b as readonly Json[]];
    return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => name in b && isSame(a[name], b[name]))
  );
}
