import { mayActAs, type Role, roles } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { buildDocument } from "./openapi/build-document.ts";
import { openTestApi, type TestApi } from "./testing/open-test-api.ts";
import { seedEnvironment } from "./testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
});
afterEach(() => org.close());

interface Route {
  readonly method: string;
  readonly path: string;
  readonly role: Role;
}

const examples: Readonly<Record<string, string>> = {
  env: "staging",
  slug: "nothing-here",
  pipeline: "nothing-here",
  version: "9.9.9",
  id: "nothing-here",
  type: "nothing",
  name: "NOTHING_HERE",
  step: "nothing_here",
  attempt: "1",
  position: "1",
  from: "staging",
  to: "nowhere",
  sha: "0".repeat(40),
  revision: "0".repeat(40),
  checksum: `sha256:${"0".repeat(64)}`,
};

/** Every route that asks for a role, as the OpenAPI document lists it, with a path that can be called. */
function guardedRoutes(): readonly Route[] {
  const { paths } = buildDocument(org.api.app.routes, "0.0.0");
  return Object.entries(paths).flatMap(([template, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation["x-role"] !== undefined)
      .map(([method, operation]) => ({
        method: method.toUpperCase(),
        path: template.replace(/\{(\w+)\}/g, (_, name: string) => examples[name] ?? ""),
        role: operation["x-role"] as Role,
      })),
  );
}

function changesState({ method }: Route): boolean {
  return method !== "GET";
}

describe("every route", () => {
  test("is described", () => {
    expect(guardedRoutes().map(({ method, path, role }) => `${method} ${path} ${role}`))
      .toMatchInlineSnapshot(`
        [
          "GET /api/v1/session viewer",
          "DELETE /api/v1/session viewer",
          "POST /api/v1/environments/staging/pipelines/nothing-here/run runner",
          "POST /api/v1/pipelines/nothing-here/run runner",
          "GET /api/v1/runs/counts viewer",
          "GET /api/v1/runs/durations viewer",
          "GET /api/v1/runs viewer",
          "GET /api/v1/runs/nothing-here viewer",
          "POST /api/v1/runs/nothing-here/cancel runner",
          "POST /api/v1/runs/nothing-here/erase admin",
          "POST /api/v1/runs/nothing-here/retry runner",
          "GET /api/v1/approvals viewer",
          "POST /api/v1/runs/nothing-here/steps/nothing_here/complete viewer",
          "GET /api/v1/runs/nothing-here/steps viewer",
          "GET /api/v1/runs/nothing-here/waterfall viewer",
          "GET /api/v1/runs/nothing-here/steps/nothing_here viewer",
          "GET /api/v1/runs/nothing-here/logs viewer",
          "GET /api/v1/runs/nothing-here/events viewer",
          "GET /api/v1/erasures viewer",
          "GET /api/v1/steps viewer",
          "GET /api/v1/steps/nothing viewer",
          "GET /api/v1/pipelines viewer",
          "GET /api/v1/pipelines/nothing-here viewer",
          "GET /api/v1/overview viewer",
          "GET /api/v1/lanes viewer",
          "GET /api/v1/search viewer",
          "GET /api/v1/environments viewer",
          "GET /api/v1/environments/staging viewer",
          "GET /api/v1/environments/staging/pipelines viewer",
          "GET /api/v1/environments/staging/pipelines/nothing-here viewer",
          "GET /api/v1/environments/staging/pipelines/nothing-here/history viewer",
          "GET /api/v1/environments/staging/drift viewer",
          "POST /api/v1/environments/staging/drift/nothing-here/revert deployer",
          "POST /api/v1/environments/staging/drift/nothing-here/adopt deployer",
          "POST /api/v1/environments/staging/drift/nothing-here/acknowledge deployer",
          "GET /api/v1/environments/staging/diff viewer",
          "GET /api/v1/insights viewer",
          "GET /api/v1/environments/staging/statistics viewer",
          "GET /api/v1/environments/staging/queues viewer",
          "GET /api/v1/environments/staging/triggers viewer",
          "GET /api/v1/environments/staging/pipelines/nothing-here/triggers viewer",
          "GET /api/v1/environments/staging/firings viewer",
          "POST /api/v1/environments/staging/events runner",
          "GET /api/v1/environments/staging/plan viewer",
          "POST /api/v1/environments/staging/reconcile deployer",
          "GET /api/v1/deploys viewer",
          "GET /api/v1/deploys/nothing-here viewer",
          "POST /api/v1/deploys/nothing-here/approve approver",
          "POST /api/v1/deploys/nothing-here/reject approver",
          "GET /api/v1/previews/0000000000000000000000000000000000000000 viewer",
          "GET /api/v1/previews/0000000000000000000000000000000000000000/staging/changes viewer",
          "GET /api/v1/previews/0000000000000000000000000000000000000000/staging/pipelines/nothing-here viewer",
          "GET /api/v1/compare viewer",
          "GET /api/v1/compare/pipelines/nothing-here viewer",
          "GET /api/v1/manifests/sha256:0000000000000000000000000000000000000000000000000000000000000000 viewer",
          "GET /api/v1/promotions viewer",
          "GET /api/v1/promotions/staging/nowhere viewer",
          "POST /api/v1/promotions/staging/nowhere deployer",
          "GET /api/v1/commits/0000000000000000000000000000000000000000 viewer",
          "GET /api/v1/environments/staging/holds viewer",
          "POST /api/v1/environments/staging/hold deployer",
          "POST /api/v1/environments/staging/pause deployer",
          "POST /api/v1/environments/staging/resume deployer",
          "GET /api/v1/environments/staging/rollback viewer",
          "POST /api/v1/environments/staging/rollback deployer",
          "POST /api/v1/environments/staging/retire admin",
          "POST /api/v1/environments/staging/break-glass deployer",
          "POST /api/v1/deploys/nothing-here/settle approver",
          "GET /api/v1/debts viewer",
          "GET /api/v1/audit viewer",
          "GET /api/v1/audit/chains viewer",
          "GET /api/v1/audit/export viewer",
          "GET /api/v1/versions/nothing-here viewer",
          "GET /api/v1/versions/nothing-here/9.9.9 viewer",
          "GET /api/v1/events viewer",
          "POST /api/v1/session/links viewer",
          "GET /api/v1/tokens admin",
          "POST /api/v1/tokens admin",
          "DELETE /api/v1/tokens/nothing-here admin",
          "GET /api/v1/environments/staging/secrets admin",
          "PUT /api/v1/environments/staging/secrets/NOTHING_HERE admin",
          "DELETE /api/v1/environments/staging/secrets/NOTHING_HERE admin",
          "GET /api/v1/workers viewer",
          "GET /api/v1/outbox viewer",
          "POST /api/v1/outbox/1/retry admin",
          "GET /api/v1/deliveries viewer",
          "POST /api/v1/deliveries/1/retry admin",
          "GET /api/v1/forge viewer",
        ]
      `);
  });

  test("asks for a token", async () => {
    for (const { method, path } of guardedRoutes()) {
      const response = await org.request(path, { method, as: null });
      expect(response.status, `${method} ${path}`).toBe(401);
      expect(await response.json()).toMatchObject({ code: "unauthenticated" });
    }
  });

  test("refuses a role that is too low", async () => {
    for (const { method, path, role } of guardedRoutes()) {
      const lower = roles.filter((one) => !mayActAs(one, role)).at(-1);
      if (lower === undefined) continue;
      const response = await org.request(path, { method, as: lower, body: {} });
      expect(response.status, `${method} ${path} as ${lower}`).toBe(403);
      expect(await response.json()).toMatchObject({ code: "ROLE_TOO_LOW" });
    }
  });

  test("refuses an environment out of the token's reach, whether or not it exists", async () => {
    const { secret } = await org.makeToken("elsewhere", "admin", ["production"]);
    for (const { method, path } of guardedRoutes().filter(({ path }) => path.includes("/staging"))) {
      for (const target of [path, path.replace("staging", "imaginary")]) {
        const response = await org.request(target, { method, token: secret, body: {} });
        expect(response.status, `${method} ${target}`).toBe(403);
        expect(await response.json()).toMatchObject({ code: "ENVIRONMENT_OUT_OF_REACH" });
      }
    }
  });

  test("takes nothing but JSON when it changes state", async () => {
    for (const { method, path, role } of guardedRoutes().filter(changesState)) {
      const headers = { "Content-Type": "application/x-www-form-urlencoded" };
      const response = await org.request(path, { method, as: role, text: "a=b", headers });
      expect(response.status, `${method} ${path}`).toBe(415);
    }
  });

  test("refuses a body that is too large, broken, too deep or not UTF-8", async () => {
    const bodies = [
      { text: `{"input":"${"x".repeat(1_048_576)}"}`, status: 413, code: "too-large" },
      { text: '{"input":', status: 400, code: "JSON_SYNTAX" },
      { text: "[".repeat(100_000) + "]".repeat(100_000), status: 400, code: "JSON_LIMIT" },
      { text: '{"unheardOf":1}', status: 400, code: "invalid-input" },
    ];
    for (const { method, path, role } of guardedRoutes().filter(changesState)) {
      for (const { text, status, code } of bodies) {
        const response = await org.request(path, { method, as: role, text });
        expect(response.status, `${method} ${path} ${code}`).toBe(status);
        expect(await response.json()).toMatchObject({ code });
      }
    }
  });

  test("refuses query parameters that it does not know", async () => {
    for (const { method, path, role } of guardedRoutes()) {
      const response = await org.request(`${path}?unheardOf=1`, { method, as: role, body: {} });
      expect(response.status, `${method} ${path}`).toBe(400);
      const { errors } = (await response.json()) as { readonly errors: readonly { readonly path: string }[] };
      expect(errors.map((error) => error.path)).toContain("/unheardOf");
    }
  });

  test("says that a thing does not exist without repeating its name", async () => {
    // What has no history has an empty one, and a comparison asks first between what.
    const others = /\/(versions\/nothing-here|nothing-here\/history|compare\/pipelines\/nothing-here)$/;
    const things = guardedRoutes().filter(
      ({ method, path }) => path.includes("othing-here") && !others.test(path) && method === "GET",
    );
    expect(things.length).toBeGreaterThan(4);
    for (const { path, role } of things) {
      const response = await org.request(path, { as: role });
      expect(response.status, path).toBe(404);
      expect(await response.text()).not.toContain("nothing-here");
    }
  });

  test("finds nothing under a name that cannot exist", async () => {
    for (const name of ["%00", "a%00b", "..%2f..", "x".repeat(300), "Ünicode", "%E2%80%AE"]) {
      for (const path of [
        `/api/v1/environments/${name}`,
        `/api/v1/runs/${name}`,
        `/api/v1/versions/${name}`,
      ]) {
        expect((await org.request(path)).status, path).toBe(404);
      }
    }
  });
});

describe("every response", () => {
  test("carries a request id and takes over a sensible one of the client's", async () => {
    for (const path of ["/healthz", "/docs", "/nowhere", "/api/v1/runs", "/api/v1/openapi.json"]) {
      expect((await org.request(path)).headers.get("X-Request-Id"), path).toMatch(/\S/);
    }
    const given = await org.request("/healthz", { headers: { "X-Request-Id": "abc-1" } });
    expect(given.headers.get("X-Request-Id")).toBe("abc-1");
    const forged = await org.request("/healthz", { headers: { "X-Request-Id": "<script>" } });
    expect(forged.headers.get("X-Request-Id")).not.toContain("<");
  });

  test("invites no other origin and lets a browser run nothing", async () => {
    const response = await org.request("/docs");
    expect(response.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(response.headers.has("Access-Control-Allow-Origin")).toBe(false);
  });
});
