// Cuts GitHub's descriptions down to what the fake GitHub speaks. To renew rest.json and webhooks.json:
//   npm pack @octokit/openapi@23 @octokit/openapi-webhooks@12   (in an empty directory; unpack both)
//   node extract-github-schemas.mjs <openapi>/generated/api.github.com.json <webhooks>/generated/api.github.com.json
// The packages are 73 MB and therefore no dependencies. What is spoken is listed in used-operations.json.
import { readFileSync, writeFileSync } from "node:fs";

const [restPath, webhooksPath] = process.argv.slice(2);
if (restPath === undefined || webhooksPath === undefined) {
  throw new RangeError("give the path of GitHub's REST description and of its webhooks description");
}
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const here = (name) => new URL(name, import.meta.url);
// What only explains.
const annotations = ["title", "description", "example", "examples", "default", "deprecated", "externalDocs"];
const used = read(here("used-operations.json"));

extractRest(read(restPath));
extractWebhooks(read(webhooksPath));

function extractRest(document) {
  const wanted = new Set(used.operations);
  const operations = {};
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (!wanted.delete(operation.operationId)) continue;
      operations[operation.operationId.replace("/", ".")] = {
        method: method.toUpperCase(),
        path,
        parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) => {
          const { name, in: place, required = false, schema } = resolve(document, parameter);
          return { name, in: place, required, schema: clean(schema) };
        }),
        requestBody: bodySchema(document, operation.requestBody),
        isBodyRequired: operation.requestBody?.required === true,
        responses: Object.fromEntries(
          Object.entries(operation.responses).map(([status, response]) => [
            status,
            bodySchema(document, response),
          ]),
        ),
      };
    }
  }
  if (wanted.size > 0) throw new RangeError(`GitHub describes no operation ${[...wanted].join(", ")}`);
  write("rest.json", { version: document.info.version, operations }, document);
}

function extractWebhooks(document) {
  const events = {};
  for (const name of used.webhooks) {
    const webhook = document.webhooks[name];
    if (webhook === undefined) throw new RangeError(`GitHub describes no webhook ${name}`);
    events[name] = bodySchema(document, webhook.post.requestBody);
  }
  write("webhooks.json", { version: document.info.version, events }, document);
}

function write(name, content, document) {
  const schemas = {};
  const pending = [content];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const [, key] of JSON.stringify(next).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (schemas[key] !== undefined) continue;
      schemas[key] = clean(document.components.schemas[key]);
      pending.push(schemas[key]);
    }
  }
  writeFileSync(here(name), `${inLines({ ...content, components: { schemas } }, 2)}\n`);
}

/** One line per operation, event and schema, so that a renewal shows what changed. */
function inLines(value, depth) {
  if (depth === 0 || typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => {
    const below = key === "components" ? depth : depth - 1;
    return `${JSON.stringify(key)}:${inLines(inner, below)}`;
  });
  return `{\n${entries.join(",\n")}\n}`;
}

function resolve(document, value) {
  if (value?.$ref === undefined) return value;
  return value.$ref
    .slice(2)
    .split("/")
    .reduce((at, key) => at[key], document);
}

/** `null` when there is no JSON body. */
function bodySchema(document, body) {
  const schema = resolve(document, body)?.content?.["application/json"]?.schema;
  return schema === undefined ? null : clean(schema);
}

/** Leaves out what explains, and writes OpenAPI's `nullable` as JSON Schema does. */
function clean(schema) {
  if (Array.isArray(schema)) return schema.map(clean);
  if (typeof schema !== "object" || schema === null) return schema;
  const { nullable, ...rest } = schema;
  const result = {};
  for (const [key, value] of Object.entries(rest)) {
    if (annotations.includes(key) || key.startsWith("x-") || key === "discriminator" || key === "xml")
      continue;
    if (key === "properties" || key === "patternProperties") {
      result[key] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, clean(inner)]));
    } else if (key === "enum" || key === "required" || key === "type" || key === "const") {
      result[key] = value;
    } else {
      result[key] = clean(value);
    }
  }
  return nullable === true ? orNull(result) : result;
}

function orNull(schema) {
  if (typeof schema.type !== "string" || schema.$ref !== undefined) {
    return { anyOf: [schema, { type: "null" }] };
  }
  const type = [schema.type, "null"];
  if (schema.enum !== undefined && !schema.enum.includes(null)) {
    return { ...schema, type, enum: [...schema.enum, null] };
  }
  return { ...schema, type };
}
