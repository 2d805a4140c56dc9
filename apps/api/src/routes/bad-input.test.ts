import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
  const schema = {
    type: "object",
    properties: { name: { type: "string" }, lines: { type: "array", items: { type: "integer" } } },
    required: ["name", "age"],
    additionalProperties: false,
  };
  const pipelines = [
    compiledPipeline("customer-etl", "1.2.3"),
    compiledPipeline("strict", "1.0.0", { input: { schema } }),
  ];
  await seedDeploy(org.store, { id: "deploy-1", environment: "staging", pipelines, state: "applied" });
});
afterEach(() => org.close());

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly path: string }[];
}

async function start(pipeline: string, text = "{}", headers: Record<string, string> = {}): Promise<Problem> {
  const path = `/api/v1/environments/staging/pipelines/${pipeline}/run`;
  const response = await org.request(path, { method: "POST", as: "runner", text, headers });
  if (response.ok) throw new Error("this was accepted");
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  return (await response.json()) as Problem;
}

const runsThere = async () =>
  Object.values(await org.store.runs.counts()).reduce((sum, count) => sum + count, 0);

describe("starting a run with bad input", () => {
  afterEach(async () => {
    expect(await runsThere()).toBe(0);
  });

  test("lists every error with its path", async () => {
    const input = { name: 5, lines: [1, "two", 3.5], extra: true };
    const { status, errors } = await start("strict", JSON.stringify({ input }));
    expect(status).toBe(400);
    expect(errors?.map(({ path }) => path).sort()).toEqual([
      "/age",
      "/extra",
      "/lines/1",
      "/lines/2",
      "/name",
    ]);
  });

  test("names the pipeline that was meant", async () => {
    const { status, detail } = await start("custmer-etl");
    expect(status).toBe(404);
    expect(detail).toContain("did you mean customer-etl?");
  });

  test("names what is applied when nothing is near", async () => {
    expect((await start("zzz")).detail).toContain("applied are customer-etl, strict");
  });

  test("names the version that is applied", async () => {
    expect(await start("customer-etl@1.2.4")).toMatchObject({
      status: 404,
      code: "VERSION_NOT_APPLIED",
      detail: expect.stringContaining("customer-etl@1.2.3 is"),
    });
  });

  test.each([
    "customer-etl@",
    "customer-etl@latest",
    "customer-etl@1.2",
    "customer-etl@1.2.3@1.2.3",
    "@1.2.3",
  ])("says what a name looks like for %s", async (name) => {
    const { status, detail } = await start(encodeURIComponent(name));
    expect(status).toBe(404);
    expect(detail).toContain("slug@1.2.3");
  });

  test("refuses what is too large or no JSON", async () => {
    const large = `{"input":{"name":"${"x".repeat(1_100_000)}"}}`;
    expect(await start("strict", large)).toMatchObject({ status: 413, code: "too-large" });
    const form = { "Content-Type": "application/x-www-form-urlencoded" };
    expect(await start("strict", "a=1", form)).toMatchObject({ status: 415 });
  });

  test("refuses a manifest that was edited in the database", async () => {
    const { loadManifest } = org.store.versions;
    org.store.versions.loadManifest = async (manifest) =>
      (await loadManifest(manifest))?.replace("Hello", "Goodbye") ?? null;
    expect(await start("customer-etl")).toMatchObject({ status: 409, code: "ROW_TAMPERED" });
  });
});

describe("a token", () => {
  const path = "/api/v1/environments/staging/pipelines/customer-etl/run";
  const ask = (token: string) => org.request(path, { method: "POST", token, body: {} });

  test("that is unknown is 401 and says how to send one", async () => {
    const response = await ask("lsk_unknown");
    expect(response.status).toBe(401);
    expect(response.headers.get("WWW-Authenticate")).toContain("Bearer");
  });

  test("that may not is 403 and says what is needed", async () => {
    const response = await ask(org.secrets.viewer);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining("runner") });
  });
});
