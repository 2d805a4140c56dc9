import { failureKinds } from "@lockstep/model";
import type { RouterRoute } from "hono/types";
import type { TObject } from "typebox";

import { type Operation, operationOf, type ResponseDescription } from "../requests/operation.ts";
import { pathParameters } from "../requests/path-parameters.ts";
import { problemDocumentView } from "../views/problem-document-view.ts";
import { type Components, extractComponents } from "./extract-components.ts";

/** An OpenAPI 3.1 document; its schemas are the ones that validate. */
export interface OpenApiDocument {
  readonly openapi: "3.1.1";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly security: readonly object[];
  readonly paths: { readonly [path: string]: { readonly [method: string]: OpenApiOperation } };
  readonly components: { readonly securitySchemes: object; readonly schemas: Components };
}

export interface OpenApiOperation {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly OpenApiParameter[];
  readonly requestBody?: object;
  readonly responses: { readonly [status: string]: object };
  readonly [extension: `x-${string}`]: unknown;
}

interface OpenApiParameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: object;
}

/** Describes every route that was registered with an operation. */
export function buildDocument(routes: readonly RouterRoute[], version: string): OpenApiDocument {
  const schemas: Components = {};
  const paths: { [path: string]: { [method: string]: OpenApiOperation } } = {};
  for (const { method, path, handler } of routes) {
    const operation = operationOf(handler);
    if (operation === undefined) continue;
    const template = path.replace(/:(\w+)/g, "{$1}");
    paths[template] = {
      ...paths[template],
      [method.toLowerCase()]: describe(operation, { method, path, schemas }),
    };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Lockstep",
      version,
      description: "What runs is what was reviewed. Errors are `application/problem+json` (RFC 9457).",
    },
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "A token `lsk_…`." },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "lockstep_session",
          description:
            "What `POST /api/v1/session` gives browsers; `__Host-lockstep_session` over HTTPS. Only pages of the server itself may use it.",
        },
      },
      schemas,
    },
  };
}

interface Place {
  readonly method: string;
  readonly path: string;
  readonly schemas: Components;
}

function describe(operation: Operation, place: Place): OpenApiOperation {
  const { tag, summary, description, role } = operation;
  return {
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(role === null ? { security: [] } : { "x-role": role }),
    parameters: [
      ...pathParametersOf(place.path),
      ...queryParametersOf(operation.query),
      ...(operation.isResumable === true ? [lastEventId] : []),
      ...(place.method === "GET" || operation.isRaw === true ? [] : [idempotencyKey]),
    ],
    ...(place.method === "GET" ? {} : { requestBody: requestBody(operation, place.schemas) }),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.responses).map(([status, response]) => [
          status,
          respond(response, place.schemas),
        ]),
      ),
      default: {
        description: `A failure: ${[...new Set(Object.values(failureKinds).map(({ status }) => status))].join(", ")}.`,
        content: {
          "application/problem+json": { schema: extractComponents(problemDocumentView, place.schemas) },
        },
      },
    },
  };
}

const lastEventId: OpenApiParameter = {
  name: "Last-Event-ID",
  in: "header",
  required: false,
  description: "Id of the last event seen: the stream goes on behind it.",
  schema: { type: "string" },
};

const idempotencyKey: OpenApiParameter = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "The same request under the same key within 24 hours is done once per token and route; a repeated one gets the first answer. While the first one is under way: 409. Another body under the key: 422.",
  schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,255}$" },
};

function pathParametersOf(path: string): readonly OpenApiParameter[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => {
    const { pattern, description } = pathParameters[name as keyof typeof pathParameters];
    return { name, in: "path", required: true, description, schema: { type: "string", pattern } };
  });
}

function queryParametersOf(query: TObject | undefined): readonly OpenApiParameter[] {
  const required: readonly string[] = query?.required ?? [];
  return Object.entries(query?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function requestBody({ body, isRaw }: Operation, schemas: Components): object {
  if (isRaw === true) return { required: false, content: { "*/*": { schema: {} } } };
  const schema = body === undefined ? { type: "object" } : extractComponents(body, schemas);
  return { required: false, content: { "application/json": { schema } } };
}

function respond({ description, schema, mediaType }: ResponseDescription, schemas: Components): object {
  if (schema === undefined && mediaType === undefined) return { description };
  const content =
    schema === undefined ? { schema: { type: "string" } } : { schema: extractComponents(schema, schemas) };
  return { description, content: { [mediaType ?? "application/json"]: content } };
}
