import { Hono } from "hono";
import { html } from "hono/html";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";

const tag = "Reference";

/**
 * Where the links of checks, comments, deployments and notifications lead. Whoever follows one has no token, so that the
 * pages tell how to look, and nothing of the org.
 */
export function landingRoutes() {
  return new Hono<ApiEnv>()
    .get("/", startOperation, (c) =>
      c.html(
        page(
          "Lockstep",
          html`<p><code>lockstep status</code> shows what every environment is doing.</p>
            <p><code>lockstep plan --env NAME</code> shows what would be applied there now.</p>`,
        ),
      ),
    )
    .get("/login", loginOperation, (c) =>
      c.html(
        page(
          "The dashboard is switched off",
          html`<p>
              <code>LOCKSTEP_UI=off</code> is set where Lockstep runs. Without it, this link logs you in
              there.
            </p>
            <p><code>lockstep status</code> shows what every environment is doing.</p>`,
        ),
      ),
    )
    .get("/deploys/:id", deployOperation, (c) => {
      const id = c.req.param("id");
      return c.html(
        page(
          "A deploy",
          html`<p>
              <code>lockstep history ${id}</code> shows what it changed, who approved it, and its records.
            </p>
            <p>For programs: <code>GET /api/v1/deploys/${id}</code> with a token.</p>`,
        ),
      );
    })
    .get("/previews/:revision", previewOperation, (c) => {
      const revision = c.req.param("revision");
      return c.html(
        page(
          "What a merge changes",
          html`<p>
              <code>lockstep plan --revision ${revision} --env NAME</code> shows what it would change there.
            </p>
            <p>For programs: <code>GET /api/v1/previews/${revision}</code> with a token.</p>`,
        ),
      );
    })
    .get("/runs/:id", runOperation, (c) => {
      const id = c.req.param("id");
      return c.html(
        page(
          "A run",
          html`<p>
              <code>lockstep runs ${id}</code> shows its steps, and <code>lockstep logs ${id}</code> its log.
            </p>
            <p>For programs: <code>GET /api/v1/runs/${id}</code> with a token.</p>`,
        ),
      );
    })
    .get("/environments/:env", environmentOperation, (c) => {
      const environment = c.req.param("env");
      return c.html(
        page(
          "An environment",
          html`<p><code>lockstep status --env ${environment}</code> shows what it is doing, and why.</p>
            <p>For programs: <code>GET /api/v1/environments/${environment}</code> with a token.</p>`,
        ),
      );
    });
}

function page(title: string, content: ReturnType<typeof html>) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/docs/reference.css" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
          <p><a href="/docs">All routes of this server</a></p>
        </main>
      </body>
    </html>`;
}

const startOperation = operation({
  tag,
  summary: "Tell people how to look",
  role: null,
  responses: { 200: { description: "A page that loads nothing from elsewhere.", mediaType: "text/html" } },
});

const loginOperation = operation({
  tag,
  summary: "Tell people that there is no dashboard to log in to",
  role: null,
  responses: { 200: { description: "A page that loads nothing from elsewhere.", mediaType: "text/html" } },
});

const deployOperation = operation({
  tag,
  summary: "Tell people how to look at a deploy",
  description: "The page that deployments on a forge link to. It says nothing of the deploy itself.",
  role: null,
  responses: { 200: { description: "A page that loads nothing from elsewhere.", mediaType: "text/html" } },
});

const previewOperation = operation({
  tag,
  summary: "Tell people how to look at what a merge changes",
  description: "The page that checks link to. It says nothing of the change itself.",
  role: null,
  query: Type.Object({
    base: Type.Optional(Type.String()),
    pullRequest: Type.Optional(Type.String()),
    environment: Type.Optional(Type.String()),
  }),
  responses: { 200: { description: "A page that loads nothing from elsewhere.", mediaType: "text/html" } },
});

const runOperation = operation({
  tag,
  summary: "Tell people how to look at a run",
  description: "The page that notifications link to. It says nothing of the run itself.",
  role: null,
  responses: { 200: { description: "A page that loads nothing from elsewhere.", mediaType: "text/html" } },
});

const environmentOperation = operation({
  tag,
  summary: "Tell people how to look at an environment",
  description: "The page that notifications link to. It says nothing of the environment itself.",
  role: null,
  responses: { 200: { description: "A page that loads nothing from elsewhere.", mediaType: "text/html" } },
});
