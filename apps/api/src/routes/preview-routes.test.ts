import {
  type Change,
  checksumOfText,
  type ChangedManifest,
  type Comparison,
  type ComparisonQuestion,
  Failure,
  type MergePreview,
  type PageRequest,
  type Plan,
  type PreviewQuestion,
} from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";

const revision = "a".repeat(40);
const digest = checksumOfText("lockstep-manifest/v1", "{}");

function changeOf(slug: string): Change {
  const to = { version: "1.0.0", content: digest, manifest: digest, team: null, path: `${slug}.json` };
  const sentence = `step ${slug}: added`;
  const differences = [{ class: "content", path: "/steps", operation: "added", sentence }] as const;
  return { kind: "create", slug, class: null, from: null, to, differences, contract: null };
}

const plan: Plan = {
  format: "lockstep-plan/v1",
  environment: "staging",
  base: { sequence: 3, revision },
  target: { revision, controlRevision: revision },
  changes: Array.from({ length: 130 }, (_, index) => changeOf(`p${String(index).padStart(3, "0")}`)),
  locks: [],
  policyDigest: digest,
  configurationDigest: digest,
  problems: [],
  counts: { applied: 1, desired: 131, pruned: 0 },
  hash: digest,
};

const preview: MergePreview = {
  verdict: "admitted",
  sentence: "Merging this changes 130 pipelines in staging.",
  revision,
  judged: { revision, kind: "head", because: null },
  base: { branch: "develop", revision, pin: "abc123" },
  pullRequest: null,
  environments: [
    {
      environment: "staging",
      title: "Staging",
      tier: "staging",
      verdict: "admitted",
      sentence: "Changes 130 pipelines in staging.",
      because: null,
      plan,
      decision: { outcome: "admitted", verdicts: [{ gate: "validity", verdict: "open", because: "Valid." }] },
      impact: null,
    },
  ],
  downstream: [
    {
      environment: "production",
      title: "Production",
      tier: "production",
      from: "staging",
      verdict: "nothing",
      sentence: "Changes nothing in production when it is promoted.",
      brings: 0,
      others: 0,
      decision: null,
    },
  ],
  problems: [],
};

const text = "x".repeat(1_048_577);
const side = { slug: "hello", version: "1.0.0", content: digest, manifest: digest };
const definition = { slug: "hello" } as unknown as NonNullable<ChangedManifest["after"]>["definition"];
const changed: ChangedManifest = {
  change: changeOf("hello"),
  before: { ...side, text: "{}\n", definition },
  after: { ...side, text, definition },
};

const comparedSide = {
  asked: "staging",
  kind: "environment",
  title: "staging",
  environment: "staging",
  revision,
  sequence: 3,
  at: null,
  pipelines: 1,
} as const;

let org: TestApi;
let asked: PreviewQuestion[];
let compared: (ComparisonQuestion & PageRequest)[];

beforeEach(async () => {
  [asked, compared] = [[], []];
  org = await openTestApi(
    {},
    {
      previews: {
        load: async (question) => {
          asked.push(question);
          return preview;
        },
        loadPipeline: async () => changed,
      },
      comparisons: {
        compare: async (question, page): Promise<Comparison> => {
          compared.push({ ...question, ...page });
          const configuration = [{ setting: "tier", from: "staging", to: "production" }];
          const counts = { created: 1, updated: 0, pruned: 0 };
          const found = { items: [changeOf("hello")], next: "hello" };
          return { from: comparedSide, to: comparedSide, counts, configuration, ...found };
        },
        loadPipeline: async () => changed,
        loadManifest: async (manifest) => {
          if (manifest !== digest) throw new Failure("not-found", "No such manifest.");
          return { ...side, text: "{}\n", definition };
        },
      },
    },
  );
});
afterEach(() => org.close());

describe("a preview", () => {
  test("says the verdict, the first changes, how many there are, and where the rest is", async () => {
    const response = await org.request(`/api/v1/previews/feat%2Fgreet?base=develop&pullRequest=7`);
    const body = await bodyOf<{
      preview: { environments: { plan: { counts: object; changes: { items: []; next: string } } }[] };
    }>(response);
    expect(body).toMatchObject({
      preview: {
        verdict: "admitted",
        base: { branch: "develop", moved: false },
        environments: [{ plan: { counts: { changes: 130, kinds: [{ kind: "create", count: 130 }] } } }],
      },
    });
    const changes = body.preview.environments[0]?.plan.changes;
    expect(changes?.items).toHaveLength(100);
    const path = `/api/v1/previews/${revision}/staging/changes?cursor=${changes?.next}&limit=100`;
    expect((await bodyOf<{ items: [] }>(org.request(path))).items).toHaveLength(30);
    const none = { base: null, pullRequest: null, environments: null };
    expect(asked).toEqual([
      { ...none, revision: "feat/greet", base: "develop", pullRequest: 7 },
      { ...none, revision },
    ]);
  });

  test("says that the base moved since an earlier look", async () => {
    const look = async (since: string) =>
      bodyOf<{ preview: { base: { moved: boolean } } }>(
        org.request(`/api/v1/previews/develop?since=${since}`),
      );
    expect((await look("abc123")).preview.base.moved).toBe(false);
    expect((await look("def456")).preview.base.moved).toBe(true);
  });

  test("asks within the reach of the token only", async () => {
    const { secret } = await org.makeToken("one", "viewer", ["production"]);
    await org.request("/api/v1/previews/develop", { token: secret });
    expect(asked[0]?.environments).toEqual(["production"]);
    const path = "/api/v1/previews/develop/staging/pipelines/hello";
    expect((await org.request(path, { token: secret })).status).toBe(403);
  });

  test("leaves out a text that is too long for a page", async () => {
    const body = await bodyOf(org.request("/api/v1/previews/develop/staging/pipelines/hello"));
    expect(body).toMatchObject({
      before: { text: "{}\n", size: 3 },
      after: { text: null, definition: null, size: 1_048_577 },
    });
  });

  test.each(["..%2f..", "--all", "a%20b", "-x"])("of %j cannot be", async (name) => {
    expect((await org.request(`/api/v1/previews/${name}`)).status).toBe(404);
    expect(asked).toEqual([]);
  });
});

describe("a comparison", () => {
  test("says what both sides are, and what leads from one to the other", async () => {
    const response = await org.request(
      "/api/v1/compare?from=%2312&to=staging%402026-02-03T14:03:00Z&limit=1",
    );
    expect(await response.json()).toMatchObject({
      from: { title: "staging" },
      counts: { created: 1 },
      configuration: [{ setting: "tier" }],
      items: [{ slug: "hello" }],
      next: "hello",
    });
    expect(compared).toEqual([
      { from: "#12", to: "staging@2026-02-03T14:03:00Z", environments: null, limit: 1, cursor: null },
    ]);
  });

  test("needs both sides", async () => {
    expect((await org.request("/api/v1/compare?from=staging")).status).toBe(400);
    expect((await org.request("/api/v1/compare?from=staging&to=a%00b")).status).toBe(400);
  });

  test("gives both texts of a pipeline, and a manifest by its checksum", async () => {
    const path = "/api/v1/compare/pipelines/hello?from=staging&to=production";
    expect(await bodyOf(org.request(path))).toMatchObject({ before: { text: "{}\n" } });
    expect(await bodyOf(org.request(`/api/v1/manifests/${digest}`))).toMatchObject({
      manifest: { slug: "hello", text: "{}\n" },
    });
    expect((await org.request(`/api/v1/manifests/sha256:${"0".repeat(64)}`)).status).toBe(404);
    expect((await org.request("/api/v1/manifests/sha256:abc")).status).toBe(404);
  });
});
