import { failureKinds } from "@lockstep/model";
import { html } from "hono/html";

import type { OpenApiDocument, OpenApiOperation } from "./build-document.ts";

/** The document as one page for people, without scripts and without anything from elsewhere. */
export function renderReference(document: OpenApiDocument) {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Lockstep API</title>
        <link rel="stylesheet" href="/docs/reference.css" />
      </head>
      <body>
        <header>
          <h1>Lockstep API <small>${document.info.version}</small></h1>
          <p>
            Send <code>Authorization: Bearer lsk_…</code>; what changes state takes
            <code>Content-Type: application/json</code>. For programs:
            <a href="/api/v1/openapi.json">openapi.json</a>.
          </p>
          <nav>${tags.map((tag) => html`<a href="#${tag}">${tag}</a> `)}<a href="#failures">Failures</a></nav>
        </header>
        <main>
          ${tags.map(
            (tag) =>
              html`<h2 id="${tag}">${tag}</h2>
                ${operations.filter(({ operation }) => operation.tags.includes(tag)).map(renderOperation)}`,
          )}
          <h2 id="schemas">Schemas</h2>
          ${Object.entries(document.components.schemas).map(
            ([name, schema]) =>
              html`<details id="${name}">
                <summary>${name}</summary>
                ${renderJson(schema)}
              </details>`,
          )}
          <h2 id="failures">Failures</h2>
          <dl>
            ${Object.entries(failureKinds).map(
              ([kind, { status, meaning }]) =>
                html`<dt id="${kind}"><code>${kind}</code> ${status}</dt>
                  <dd>${meaning}</dd>`,
            )}
          </dl>
        </main>
      </body>
    </html>`;
}

interface ListedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: OpenApiOperation;
}

function renderOperation({ method, path, operation }: ListedOperation) {
  const { summary, description, parameters, requestBody, responses } = operation;
  return html`<details>
    <summary><b>${method}</b> <code>${path}</code> ${summary}</summary>
    <p>${description ?? ""}</p>
    <p>Role: ${operation["x-role"] ?? "none"}</p>
    <ul>
      ${parameters.map(
        (parameter) =>
          html`<li>
            <code>${parameter.name}</code> (${parameter.in}) ${parameter.description ?? ""}
            ${renderJson(parameter.schema)}
          </li>`,
      )}
    </ul>
    ${
      requestBody === undefined
        ? ""
        : html`<h3>Body</h3>
            ${renderJson(requestBody)}`
    }
    <h3>Responses</h3>
    ${renderJson(responses)}
  </details>`;
}

function renderJson(value: unknown) {
  return html`<pre>${JSON.stringify(value, null, 2)}</pre>`;
}
