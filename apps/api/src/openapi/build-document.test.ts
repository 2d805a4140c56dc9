import { hc } from "hono/client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { ApiApp } from "../create-app.ts";
import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { seedEnvironment } from "../testing/seed-applied.ts";
import type { OpenApiDocument } from "./build-document.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
});
afterEach(() => org.close());

describe("the OpenAPI document", () => {
  test("is open to everybody and names version and scheme", async () => {
    const document = await bodyOf<OpenApiDocument>(org.request("/api/v1/openapi.json", { as: null }));
    expect(document).toMatchObject({
      openapi: "3.1.1",
      info: { version: "0.0.0" },
      components: { securitySchemes: { token: { scheme: "bearer" } } },
    });
  });

  test("refers only to schemas that it holds", async () => {
    const text = await (await org.request("/api/v1/openapi.json", { as: null })).text();
    const { components } = JSON.parse(text) as OpenApiDocument;
    const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(20);
    expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(names));
    expect(text).not.toContain('"$id"');
  });

  test("holds every route that is mounted", async () => {
    const { paths } = await bodyOf<OpenApiDocument>(org.request("/api/v1/openapi.json"));
    const mounted = org.api.app.routes
      .filter(({ method, path }) => method !== "ALL" && !path.endsWith("/*"))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual([...new Set(mounted)].sort());
  });

  test("types every answer that has a body", async () => {
    const { paths } = await bodyOf<OpenApiDocument>(org.request("/api/v1/openapi.json"));
    const bodies = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.entries(responses).flatMap(([status, response]) => {
          const { content = {} } = response as { content?: Record<string, { schema?: object }> };
          return Object.entries(content).map(([type, { schema }]) => ({
            what: `${method} ${path} ${status} ${type}`,
            schema,
          }));
        }),
      ),
    );
    expect(bodies.length).toBeGreaterThan(Object.keys(paths).length);
    expect(bodies.filter(({ schema }) => schema === undefined).map(({ what }) => what)).toEqual([]);
  });

  test("says of streams how to go on, and of changes how to repeat them", async () => {
    const { paths } = await bodyOf<OpenApiDocument>(org.request("/api/v1/openapi.json"));
    const headersOf = (path: string, method: string) =>
      paths[path]?.[method]?.parameters.filter((one) => one.in === "header").map(({ name }) => name);
    expect(headersOf("/api/v1/events", "get")).toEqual(["Last-Event-ID"]);
    expect(headersOf("/api/v1/runs/{id}/events", "get")).toEqual(["Last-Event-ID"]);
    expect(headersOf("/api/v1/runs/{id}/erase", "post")).toEqual(["Idempotency-Key"]);
    expect(headersOf("/api/v1/runs", "get")).toEqual([]);
  });

  test("describes every parameter of every path", async () => {
    const { paths } = await bodyOf<OpenApiDocument>(org.request("/api/v1/openapi.json"));
    for (const [path, methods] of Object.entries(paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters } of Object.values(methods)) {
        expect(parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name)).toEqual(
          named,
        );
      }
    }
  });
});

describe("the reference page", () => {
  test("shows every path and every failure, and loads nothing from elsewhere", async () => {
    const page = await (await org.request("/docs", { as: null })).text();
    const { paths } = await bodyOf<OpenApiDocument>(org.request("/api/v1/openapi.json"));
    for (const path of Object.keys(paths)) expect(page).toContain(path);
    expect(page).toContain('id="unauthenticated"');
    expect(page).not.toMatch(/<script|(src|href)="(https?:)?\/\//);
    expect((await org.request("/docs/reference.css", { as: null })).status).toBe(200);
  });
});

describe("the app's type", () => {
  test("gives hono/client typed calls", async () => {
    const client = hc<ApiApp>("http://localhost", {
      fetch: org.api.app.request,
      headers: { Authorization: `Bearer ${org.secrets.viewer}` },
    });
    const response = await client.api.v1.environments[":env"].$get({ param: { env: "staging" } });
    const { environment } = await response.json();
    if (!("live" in environment)) throw new Error("it was asked for as it is now");
    const drift: number = environment.live.drift;
    expect(drift).toBe(0);
  });
});
