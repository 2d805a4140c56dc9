import type { Impact, InputError, Json, JsonObject } from "@lockstep/model";

type Example = NonNullable<Impact["inputs"][number]["example"]>;

/** Stands for keys that only the input named. */
const unnamed = "…";

const mostErrors = 5;
const mostKeys = 50;
const mostItems = 3;
const deepest = 8;

/**
 * A rejected input without what somebody sent: each value is its JSON type, each key that the schema does not name is
 * `…`, in the errors' paths too.
 */
export function redactRejection(input: Json, errors: readonly InputError[], schema: Json): Example {
  const names = namesIn(schema);
  const shape = redact(input, names, 0);
  return {
    input: isObject(shape) ? shape : { [unnamed]: shape },
    errors: errors
      .slice(0, mostErrors)
      .map(({ path, message }) => ({ path: redactPath(path, names), message })),
  };
}

function redact(value: Json, names: ReadonlySet<string>, depth: number): Json {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  if (depth >= deepest) return unnamed;
  if (isObject(value)) return redactObject(value, names, depth);
  const items = value.slice(0, mostItems).map((item) => redact(item, names, depth + 1));
  return value.length > mostItems ? [...items, unnamed] : items;
}

function redactObject(value: JsonObject, names: ReadonlySet<string>, depth: number): JsonObject {
  const kept = new Map<string, Json>();
  for (const [key, item] of Object.entries(value)) {
    if (kept.size >= mostKeys) break;
    const name = names.has(key) ? key : unnamed;
    if (!kept.has(name)) kept.set(name, redact(item, names, depth + 1));
  }
  return Object.fromEntries(kept);
}

function redactPath(path: string, names: ReadonlySet<string>): string {
  return path
    .split("/")
    .map((part) => {
      const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
      return part === "" || /^\d{1,6}$/.test(part) || names.has(key) ? part : unnamed;
    })
    .join("/");
}

/** Every name that a schema gives to a property, anywhere in it. */
function namesIn(schema: Json): ReadonlySet<string> {
  const names = new Set<string>();
  collect(schema, names);
  return names;
}

function collect(schema: Json, names: Set<string>): void {
  if (schema === null || typeof schema !== "object") return;
  if (!isObject(schema)) {
    for (const item of schema) collect(item, names);
    return;
  }
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "properties" && isObject(value)) {
      for (const name of Object.keys(value)) names.add(name);
    }
    // What these hold is data, not schemas.
    if (!["const", "enum", "default", "examples"].includes(keyword)) collect(value, names);
  }
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
