import { bootstrapActor } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
});
afterEach(() => org.close());

const body = { name: "ci", role: "runner" } as const;

function makeToken(key: string, given: { readonly name: string; readonly role: string } = body) {
  const headers = { "Idempotency-Key": key };
  return org.request("/api/v1/tokens", { method: "POST", as: "admin", body: given, headers });
}

const tokensNamed = async (name: string) =>
  (await org.store.tokens.list()).filter((token) => token.name === name).length;

describe("a request with an Idempotency-Key", () => {
  test("is done once; who repeats it gets the first answer, a secret included", async () => {
    const first = await makeToken("one");
    const again = await makeToken("one");
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.json()).toEqual(await first.json());
    expect([first.headers.get("Idempotent-Replayed"), again.headers.get("Idempotent-Replayed")]).toEqual([
      null,
      "true",
    ]);
    expect(again.headers.get("X-Request-Id")).not.toBe(first.headers.get("X-Request-Id"));
    expect(await tokensNamed("ci")).toBe(1);
  });

  test("is refused with another body", async () => {
    await makeToken("one");
    const response = await makeToken("one", { name: "other", role: "runner" });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: "IDEMPOTENCY_MISMATCH" });
    expect(await tokensNamed("other")).toBe(0);
  });

  test("is done once however many ask at the same time", async () => {
    const responses = await Promise.all(Array.from({ length: 10 }, () => makeToken("one")));
    const statuses = new Set(responses.map(({ status }) => status));
    expect([...statuses].every((status) => status === 201 || status === 409)).toBe(true);
    expect(await tokensNamed("ci")).toBe(1);
    expect((await makeToken("one")).status).toBe(201);
  });

  test("tells that the first one is under way", async () => {
    const { insert } = org.store.tokens;
    let goOn: () => void = () => undefined;
    const isReached = new Promise<void>((reached) => {
      org.store.tokens.insert = async (token, actor) => {
        reached();
        await new Promise<void>((resolve) => (goOn = resolve));
        await insert(token, actor);
      };
    });
    const first = makeToken("one");
    await isReached;
    const second = await makeToken("one");
    expect(second.status).toBe(409);
    expect(second.headers.get("Retry-After")).toBe("1");
    expect(await second.json()).toMatchObject({ code: "IDEMPOTENCY_UNDER_WAY" });
    goOn();
    expect((await first).status).toBe(201);
  });

  test("may be repeated after it failed: nothing was done", async () => {
    await makeToken("first");
    expect((await makeToken("one")).status).toBe(409);
    const [token] = (await org.store.tokens.list()).filter(({ name }) => name === "ci");
    await org.store.tokens.revoke(token?.id ?? "", bootstrapActor);
    expect((await makeToken("one")).status).toBe(201);
  });

  test("belongs to one token and one route", async () => {
    const headers = { "Idempotency-Key": "same" };
    const reconcile = (token: string) =>
      org.request("/api/v1/environments/staging/reconcile", { method: "POST", token, headers });
    const other = await org.makeToken("other", "deployer", null);
    const answers = [await reconcile(org.secrets.deployer), await reconcile(other.secret)];
    expect(answers.map((answer) => answer.headers.get("Idempotent-Replayed"))).toEqual([null, null]);
    expect((await makeToken("same")).headers.get("Idempotent-Replayed")).toBeNull();
    expect((await reconcile(other.secret)).headers.get("Idempotent-Replayed")).toBe("true");
  });

  test("needs the role again when it is repeated", async () => {
    const admin = await org.makeToken("admin-2", "admin", null);
    const headers = { "Idempotency-Key": "one" };
    const ask = () => org.request("/api/v1/tokens", { method: "POST", token: admin.secret, body, headers });
    expect((await ask()).status).toBe(201);
    await org.store.tokens.revoke(admin.id, bootstrapActor);
    expect((await ask()).status).toBe(401);
  });

  test("needs a key of visible characters", async () => {
    expect((await makeToken("with space")).status).toBe(400);
    expect((await makeToken("x".repeat(256))).status).toBe(400);
  });
});
