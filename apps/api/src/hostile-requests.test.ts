import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { buildDocument } from "./openapi/build-document.ts";
import { openTestApi, type TestApi } from "./testing/open-test-api.ts";
import { seedGreet, startGreet } from "./testing/seed-run.ts";

interface Route {
  readonly method: string;
  readonly template: string;
  readonly query: readonly string[];
}

let org: TestApi;
let run: string;

beforeAll(async () => {
  org = await openTestApi();
  await seedGreet(org.store, "staging");
  run = await startGreet(org, "staging");
});
afterAll(() => org.close());

/** Every route of the document but the streams, whose answers have no end. */
function routes(): readonly Route[] {
  const { paths } = buildDocument(org.api.app.routes, "0.0.0");
  return Object.entries(paths).flatMap(([template, methods]) =>
    Object.entries(methods)
      .filter(() => !/\/(events|ws)$/.test(template))
      .map(([method, { parameters }]) => ({
        method: method.toUpperCase(),
        template,
        query: parameters.filter((one) => one.in === "query").map(({ name }) => name),
      })),
  );
}

const nasty = fc.oneof(
  fc.constantFrom(
    "",
    "null",
    "-1",
    "0",
    "999999999999999999999",
    "1e309",
    "NaN",
    "__proto__",
    "constructor",
    "../../etc/passwd",
    "%00",
    "\u0000",
    "\u202e",
    "' OR 1=1 --",
    '"; DROP TABLE runs; --',
    "{{ secrets.X }}",
    "${jndi:ldap://x}",
    "staging",
    "greet",
    "greet@1.0.0",
    "2026-99-99T99:99:99Z",
    "eyJhIjoxfQ",
    "WyJhIiwxXQ",
    "W251bGxd",
    "x".repeat(5_000),
  ),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 20 }),
);

const body = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
  fc.record({ input: fc.jsonValue({ maxDepth: 2 }) }).map((value) => JSON.stringify(value)),
  fc
    .record(
      {
        reason: fc.string(),
        planHash: fc.string(),
        name: fc.string(),
        role: fc.string(),
        value: fc.string(),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '{"__proto__":{"isAdmin":true}}',
    '{"a":',
    "[[[[",
    '{"input":"\\ud800"}',
    '{"input":"\\u0000"}',
  ),
);

const headers = fc.record(
  {
    "Idempotency-Key": fc.constantFrom("k", "", "with space", "x".repeat(300)),
    "If-None-Match": fc.constantFrom("*", '"x"', "garbage"),
    "Content-Type": fc.constantFrom("application/json", "text/plain", "application/json; charset=latin1"),
    "X-Request-Id": fc.constantFrom("a", "<b>", "x".repeat(1_000)),
  },
  { requiredKeys: [] },
);

function realPath({ template }: Route): string {
  const real: Readonly<Record<string, string>> = { env: "staging", id: run, type: "http" };
  return template.replace(/\{(\w+)\}/g, (_, name: string) => real[name] ?? "greet");
}

function hostilePath({ template }: Route, names: readonly string[]): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent((names[name.length % names.length] ?? "").toWellFormed()),
  );
}

describe("whatever is asked", () => {
  test("is answered without a fault, and refused as a problem with its request id", async () => {
    const all = routes();
    expect(all.length).toBeGreaterThan(30);
    const request = fc.record({
      route: fc.constantFrom(...all),
      names: fc.array(nasty, { minLength: 3, maxLength: 3 }),
      parameters: fc.array(fc.tuple(fc.nat(20), nasty), { maxLength: 3 }),
      text: body,
      headers,
      isReal: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ route, names, parameters, text, headers, isReal }) => {
        const { method, query } = route;
        const path = isReal ? realPath(route) : hostilePath(route, names);
        const search = new URLSearchParams(
          parameters.map(([at, value]): [string, string] => [
            query[at] ?? (at > 15 ? "unheardOf" : "limit"),
            value,
          ]),
        );
        const response = await org.request(`${path}?${search}`, { method, as: "admin", text, headers });
        // Not being ready is no fault of the request.
        if (path === "/readyz") return;
        expect(response.status, `${method} ${path}?${search}`).toBeLessThan(500);
        expect(response.headers.get("X-Request-Id")).toMatch(/\S/);
        if (response.status < 400) return;
        expect(response.headers.get("Content-Type")).toBe("application/problem+json");
      }),
      { numRuns: 800 },
    );
    expect(org.faults).toEqual([]);
  }, 120_000);
});
