import { type LedgerEntry, orgChain, verifyChain } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  for (const slug of ["staging", "production"]) await seedEnvironment(org.store, slug);
});
afterEach(() => org.close());

interface Found {
  readonly items: readonly LedgerEntry[];
  readonly next: string | null;
  readonly people: Readonly<Record<string, { readonly name: string }>>;
}

const search = (query: string, options = {}) => bodyOf<Found>(org.request(`/api/v1/audit${query}`, options));
const note = (environment: string, kind: LedgerEntry["kind"] = "held", body = {}) =>
  org.store.ledger.append([{ environment, kind, deploy: null, body }]);
const linesOf = async (response: Response) =>
  (await response.text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as LedgerEntry);

describe("the ledger", () => {
  test("is searched by chain, kind, actor and time, newest first, page by page", async () => {
    await note("staging", "held", { actor: { kind: "token", id: "token:ada" } });
    await note("staging", "resumed");
    await note("production");
    expect((await search("?environment=staging")).items.map(({ kind }) => kind)).toEqual(["resumed", "held"]);
    expect((await search("?environment=staging&kind=held")).items).toHaveLength(1);
    expect((await search("?actor=token:ada")).items).toMatchObject([
      { environment: "staging", kind: "held" },
    ]);
    expect((await search("?kind=held&until=2020-01-01T00:00:00Z")).items).toEqual([]);
    expect((await search(`?since=2020-01-01T00:00:00Z&environment=production`)).items).toHaveLength(1);
    const first = await search("?environment=staging&limit=1");
    const second = await search(`?environment=staging&limit=1&cursor=${first.next}`);
    expect([first, second].flatMap(({ items }) => items.map(({ position }) => position))).toEqual([2, 1]);
    expect(second.next).toBeNull();
  });

  test("shows people whom entries mean, as long as they are not erased", async () => {
    await seedDeploy(org.store, {
      id: "deploy-1",
      environment: "staging",
      pipelines: [compiledPipeline("greet")],
      state: "applied",
    });
    const { items, people } = await search("?deploy=deploy-1");
    const author = items[0]?.body["author"] as string;
    expect(people[author]).toMatchObject({ name: "Ada" });
  });

  test("shows a token only the chains that it reaches, and the org's to tokens of all environments", async () => {
    await note("staging");
    await note("production");
    const { secret } = await org.makeToken("half", "viewer", ["staging"]);
    const chains = async (options: object) =>
      new Set((await search("?limit=100", options)).items.map(({ environment }) => environment));
    expect(await chains({ token: secret })).toEqual(new Set(["staging"]));
    expect(await chains({})).toEqual(new Set(["staging", "production", orgChain]));
    for (const path of ["", "/export"]) {
      for (const chain of ["production", orgChain]) {
        const response = await org.request(`/api/v1/audit${path}?environment=${chain}`, { token: secret });
        expect(await response.json()).toMatchObject({ status: 403, code: "ENVIRONMENT_OUT_OF_REACH" });
      }
    }
    const lines = await linesOf(await org.request("/api/v1/audit/export", { token: secret }));
    expect(new Set(lines.map(({ environment }) => environment))).toEqual(new Set(["staging"]));
  });

  test("is exported whole, one intact chain after the other", async () => {
    const entries = Array.from({ length: 130 }, (_, n) => ({
      environment: n % 2 === 0 ? "staging" : "production",
      kind: "held" as const,
      deploy: null,
      body: { n, text: "ü\n\u2028" },
    }));
    await org.store.ledger.append(entries);
    const response = await org.request("/api/v1/audit/export");
    expect(response.headers.get("Content-Type")).toBe("application/jsonl");
    const lines = await linesOf(response);
    const chains = [...new Set(lines.map(({ environment }) => environment))];
    expect(chains).toEqual([orgChain, "production", "staging"]);
    for (const chain of chains) {
      const chained = lines.filter(({ environment }) => environment === chain);
      expect(verifyChain(chained)).toMatchObject({ intact: true });
      expect(chained).toEqual(await org.store.ledger.list(chain, 1, 1_000));
    }
    const one = await linesOf(await org.request("/api/v1/audit/export?environment=staging"));
    expect(one).toHaveLength(65);
  });

  test("is verified chain by chain, with where it breaks", async () => {
    const entry = { environment: "staging", kind: "held" as const, deploy: null, body: {} };
    await org.store.ledger.append(Array.from({ length: 120 }, () => entry));
    const verify = (options = {}) =>
      bodyOf<{ readonly chains: readonly { readonly chain: string; readonly head: string | null }[] }>(
        org.request("/api/v1/audit/chains", options),
      );
    const [last] = await org.store.ledger.list("staging", 120, 1);
    expect((await verify()).chains).toContainEqual({
      chain: "staging",
      entries: 120,
      head: last?.hash,
      broken: null,
    });
    const { list } = org.store.ledger;
    org.store.ledger.list = async (...request) =>
      (await list(...request)).map((one) => (one.position === 70 ? { ...one, body: { n: 1 } } : one));
    const { secret } = await org.makeToken("half", "viewer", ["staging"]);
    expect(await verify({ token: secret })).toMatchObject({
      chains: [{ chain: "staging", entries: 69, head: null, broken: { position: 70 } }],
    });
  });

  test("is read only as fast as it is taken, and not after the token is revoked", async () => {
    const entry = { environment: "staging", kind: "held" as const, deploy: null, body: {} };
    await org.store.ledger.append(Array.from({ length: 1_000 }, () => entry));
    let reads = 0;
    const { list } = org.store.ledger;
    org.store.ledger.list = (...request) => {
      reads += 1;
      return list(...request);
    };
    const { id, secret } = await org.makeToken("auditor", "viewer", null);
    const response = await org.api.fetch(
      new Request("http://localhost/api/v1/audit/export?environment=staging", {
        headers: { Authorization: `Bearer ${secret}` },
      }),
    );
    const reader = response.body?.getReader();
    await reader?.read();
    expect(reads).toBeLessThanOrEqual(2);
    await org.request(`/api/v1/tokens/${id}`, { method: "DELETE", as: "admin" });
    await expect(
      (async () => {
        for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read());
      })(),
    ).rejects.toThrow();
    expect(reads).toBeLessThan(10);
  });
});
