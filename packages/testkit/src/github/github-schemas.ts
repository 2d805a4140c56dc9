import { readFileSync } from "node:fs";

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

/** One REST operation as GitHub describes it. */
export interface GitHubOperation {
  readonly id: string;
  readonly method: string;
  /** With `{name}` placeholders. */
  readonly path: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: unknown;
  }[];
  readonly requestBody: unknown;
  readonly isBodyRequired: boolean;
  readonly responses: Readonly<Record<string, unknown>>;
}

interface RestDescription {
  readonly operations: Readonly<Record<string, Omit<GitHubOperation, "id">>>;
}

/** Checks against GitHub's own descriptions; validators are compiled when first needed. */
const folder = new URL("../../github-schemas/", import.meta.url);
const read = (name: string): object => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as object;

let loaded: ReturnType<typeof load> | undefined;

function load() {
  const rest = read("rest.json") as RestDescription;
  const webhooks = read("webhooks.json") as { readonly events: Readonly<Record<string, unknown>> };
  const bodies = createAjv(false).addSchema(rest, "rest").addSchema(webhooks, "webhooks");
  const parameters = createAjv(true).addSchema(rest, "rest");
  const operations = Object.entries(rest.operations).map(([id, operation]) => ({ ...operation, id }));
  return {
    operations,
    byId: new Map(operations.map((operation) => [operation.id, operation])),
    events: webhooks.events,
    bodies,
    parameters,
    compiled: new Map<string, ValidateFunction>(),
  };
}

function schemas(): ReturnType<typeof load> {
  loaded ??= load();
  return loaded;
}

function createAjv(coerceTypes: boolean): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, logger: false, coerceTypes });
  const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
  ajv.addFormat("date-time", (text: string) => dateTime.test(text) && !Number.isNaN(Date.parse(text)));
  // GitHub writes "" where no address was given, although it describes a URI.
  ajv.addFormat("uri", (text: string) => text === "" || URL.canParse(text));
  return ajv;
}

/** Gives the operation of that id, written with a dot (`checks.create`); throws when it was not extracted. */
export function operationOf(id: string): GitHubOperation {
  const operation = schemas().byId.get(id);
  if (operation === undefined)
    throw new RangeError(`github-schemas/used-operations.json does not list ${id}`);
  return operation;
}

export function allOperations(): readonly GitHubOperation[] {
  return schemas().operations;
}

/** What is wrong with a request: one sentence per problem. */
export function requestProblems(
  operation: GitHubOperation,
  request: {
    readonly query: URLSearchParams;
    readonly path: Readonly<Record<string, string>>;
    body: unknown;
  },
): readonly string[] {
  const problems: string[] = [];
  operation.parameters.forEach((parameter, index) => {
    if (parameter.in !== "query" && parameter.in !== "path") return;
    const value = parameter.in === "path" ? request.path[parameter.name] : request.query.get(parameter.name);
    if (value === null || value === undefined) {
      if (parameter.required) problems.push(`${parameter.name} is missing`);
      return;
    }
    const pointer = `rest#/operations/${operation.id}/parameters/${index}/schema`;
    problems.push(...check(schemas().parameters, pointer, value, parameter.name));
  });
  const known = new Set(operation.parameters.map(({ name }) => name));
  for (const name of request.query.keys()) if (!known.has(name)) problems.push(`${name} is no parameter`);
  if (request.body === undefined) {
    if (operation.isBodyRequired) problems.push("the body is missing");
  } else if (operation.requestBody !== null) {
    const pointer = `rest#/operations/${operation.id}/requestBody`;
    problems.push(...check(schemas().bodies, pointer, request.body, "body"));
  }
  return problems;
}

/** What is wrong with a faked answer of an operation. Errors that GitHub does not describe have no shape. */
export function responseProblems(
  operation: GitHubOperation,
  status: number,
  body: unknown,
): readonly string[] {
  if (!(String(status) in operation.responses)) {
    return status < 300 ? [`the operation answers no ${status}`] : [];
  }
  if (operation.responses[status] === null) return [];
  const pointer = `rest#/operations/${operation.id}/responses/${status}`;
  return check(schemas().bodies, pointer, body, "answer");
}

/** What is wrong with the payload of a webhook event. */
export function webhookProblems(event: string, action: string | null, payload: unknown): readonly string[] {
  const name = (action === null ? event : `${event}-${action}`).replaceAll("_", "-");
  if (!(name in schemas().events)) return [`github-schemas/used-operations.json does not list ${name}`];
  return check(schemas().bodies, `webhooks#/events/${name}`, payload, "payload");
}

function check(ajv: Ajv2020, $ref: string, value: unknown, what: string): readonly string[] {
  const { compiled } = schemas();
  const validate = compiled.get($ref) ?? ajv.compile({ $ref });
  compiled.set($ref, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => {
    const detail = JSON.stringify(error.params);
    return `${what}${error.instancePath} ${error.message ?? "is wrong"} ${detail}`;
  });
}
