import { type InputError, joinPointer } from "@lockstep/model";
import type { ErrorObject } from "ajv";

/** Most errors that one answer lists; allErrors gives one per item of a long array. */
const mostErrors = 100;

/** ajv's errors as places and sentences. A sentence says what was expected and never what was submitted. */
export function describeErrors(errors: readonly ErrorObject[]): readonly InputError[] {
  const described = new Map<string, InputError>();
  for (const error of errors) {
    if (described.size >= mostErrors) break;
    if (repeatsOthers.has(error.keyword)) continue;
    const { path, message } = describe(error);
    described.set(`${path}\n${message}`, { path, message });
  }
  return [...described.values()];
}

/** These only say that another error, which is listed as well, matters. */
const repeatsOthers: ReadonlySet<string> = new Set(["if", "propertyNames"]);

function describe(error: ErrorObject): InputError {
  const { instancePath: path, keyword } = error;
  const params = error.params as { readonly [name: string]: unknown };
  switch (keyword) {
    case "required":
    case "dependentRequired":
      return { path: joinPointer(path, String(params["missingProperty"])), message: "is missing" };
    case "additionalProperties":
      return {
        path: joinPointer(path, String(params["additionalProperty"])),
        message: "is not allowed here",
      };
    case "unevaluatedProperties":
      return {
        path: joinPointer(path, String(params["unevaluatedProperty"])),
        message: "is not allowed here",
      };
    case "enum":
      return { path, message: `must be one of ${listValues(params["allowedValues"])}` };
    case "const":
      return { path, message: `must be ${listValues([params["allowedValue"]])}` };
    case "anyOf":
      return { path, message: "must fit at least one of the alternatives" };
    case "oneOf":
      return { path, message: "must fit exactly one of the alternatives" };
    case "type":
      return { path, message: `must be ${[params["type"]].flat().join(" or ")}` };
    case "false schema":
      return { path, message: "is not allowed here" };
    default:
      return describeByName(error);
  }
}

function describeByName({ instancePath, propertyName, message = "is not valid" }: ErrorObject): InputError {
  if (propertyName === undefined) return { path: instancePath, message };
  return { path: joinPointer(instancePath, propertyName), message: `has a name that ${message}` };
}

const longestList = 200;

/** Values of the schema, which is ours or the repository's: safe to show. */
function listValues(values: unknown): string {
  const list = (Array.isArray(values) ? values : [values]).map((value) => JSON.stringify(value)).join(", ");
  return list.length <= longestList ? list : `${list.slice(0, longestList)}…`;
}
