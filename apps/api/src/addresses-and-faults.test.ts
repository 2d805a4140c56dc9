import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openTestApi, type TestApi } from "./testing/open-test-api.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
});
afterEach(() => org.close());

describe("a request to the wrong address", () => {
  test("is refused when the host name is not ours", async () => {
    const response = await org.request("/api/v1/runs", { headers: { Host: "evil.example" } });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "HOST_NOT_ALLOWED" });
  });

  test("is refused when a page of another origin sends it", async () => {
    for (const origin of ["https://evil.example", "null", "http://localhost:9999"]) {
      const response = await org.request("/api/v1/runs", { headers: { Origin: origin } });
      expect(await response.json(), origin).toMatchObject({ code: "ORIGIN_NOT_ALLOWED" });
    }
    expect((await org.request("/api/v1/runs", { headers: { Origin: "http://localhost" } })).status).toBe(200);
  });

  test("is told which methods a path has", async () => {
    const wrong = await org.request("/api/v1/runs", { method: "PUT", body: {} });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get("Allow")).toBe("GET, HEAD");
    const options = await org.request("/api/v1/runs", { method: "OPTIONS" });
    expect(options.status).toBe(204);
    expect(options.headers.get("Allow")).toBe("GET, HEAD");
  });

  test("gets the head of what GET would show", async () => {
    const head = await org.request("/api/v1/runs", { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe("");
  });
});

describe("a fault of Lockstep itself", () => {
  test("shows its request id, is logged, and tells nothing else", async () => {
    org.store.environments.list = async () => {
      throw new Error("password=hunter2 at 10.0.0.1");
    };
    const response = await org.request("/api/v1/environments");
    const problem = await response.text();
    expect(response.status).toBe(500);
    expect(problem).toContain(response.headers.get("X-Request-Id"));
    expect(problem).not.toContain("hunter2");
    expect(org.faults).toMatchObject([{ requestId: response.headers.get("X-Request-Id") }]);
  });
});
