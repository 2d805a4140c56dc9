import { fromTimestamp, toTimestamp } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
  await seedEnvironment(org.store, "production");
});
afterEach(() => org.close());

const environments = "/api/v1/environments";

/** Two deploys to staging, and the instants at which each was in force. */
async function deployTwice() {
  const before = await nextInstant();
  const old = compiledPipeline("old");
  const greet = compiledPipeline("greet");
  const deploy = { environment: "staging", state: "applied" } as const;
  await seedDeploy(org.store, { id: "deploy-1", ...deploy, pipelines: [greet, old] });
  const first = await nextInstant();
  const steps = [{ id: "greet", type: "set", with: { values: { greeting: "Hi" } } }];
  await seedDeploy(org.store, {
    id: "deploy-2",
    ...deploy,
    pipelines: [compiledPipeline("greet", "1.1.0", { steps }), compiledPipeline("later")],
    configuration: { apply: { maxPrune: 100 } },
  });
  return { before, first, second: await nextInstant() };
}

/** An instant that differs from those of everything before and after. */
async function nextInstant(): Promise<string> {
  const before = await org.store.now();
  let now = before;
  while (now <= toTimestamp(fromTimestamp(before) + 1)) now = await org.store.now();
  return toTimestamp(fromTimestamp(before) + 1);
}

interface Listed {
  readonly items: readonly { readonly slug: string; readonly version: string }[];
  readonly at?: string;
}

describe("?at=", () => {
  test("shows an environment as it was before and after each apply", async () => {
    const { before, first, second } = await deployTwice();
    const shown = async (at: string) =>
      (await bodyOf<{ environment: object }>(org.request(`${environments}/staging?at=${at}`))).environment;
    expect(await shown(before)).toMatchObject({ slug: "staging", at: before, applied: null, policy: null });
    expect(await shown(first)).toMatchObject({
      at: first,
      applied: { kind: "applied", sequence: 1, deploy: "deploy-1" },
      policy: { apply: { maxPrune: 3 } },
    });
    expect(await shown(second)).toMatchObject({
      applied: { sequence: 2, deploy: "deploy-2" },
      policy: { apply: { maxPrune: 100 } },
    });
    expect(await shown(first)).not.toHaveProperty("state");
  });

  test("lists environments within reach, with what was in force in each", async () => {
    const { first } = await deployTwice();
    const { secret } = await org.makeToken("one", "viewer", ["staging"]);
    const all = await bodyOf<Listed>(org.request(`${environments}?at=${first}`));
    expect(all.items).toMatchObject([
      { slug: "production", applied: null },
      { slug: "staging", applied: { sequence: 1 } },
    ]);
    const some = await bodyOf<Listed>(org.request(`${environments}?at=${first}`, { token: secret }));
    expect(some.items).toMatchObject([{ slug: "staging" }]);
  });

  test("lists and shows pipelines of then", async () => {
    const { before, first, second } = await deployTwice();
    const list = (at: string) => bodyOf<Listed>(org.request(`${environments}/staging/pipelines?at=${at}`));
    const versions = async (at: string) =>
      (await list(at)).items.map(({ slug, version }) => `${slug}@${version}`);
    expect(await versions(before)).toEqual([]);
    expect(await versions(first)).toEqual(["greet@1.0.0", "old@1.0.0"]);
    expect(await versions(second)).toEqual(["greet@1.1.0", "later@1.0.0", "old@1.0.0"]);
    expect((await list(first)).at).toBe(first);
    const one = (at: string, slug: string) =>
      org.request(`${environments}/staging/pipelines/${slug}?at=${at}`);
    expect(await bodyOf(one(first, "greet"))).toMatchObject({
      at: first,
      pipeline: { version: "1.0.0", definition: { steps: [{ with: { values: { greeting: "Hello" } } }] } },
    });
    const missing = await one(first, "later");
    expect(missing.status).toBe(404);
    expect((await bodyOf<{ detail: string }>(missing)).detail).toContain("sequence 1 had no such pipeline");
    expect((await one(before, "greet")).status).toBe(404);
  });

  test("takes any offset from UTC", async () => {
    const { first } = await deployTwice();
    const text = toTimestamp(fromTimestamp(first) + 3_600_000).replace("Z", "%2B01:00");
    const answer = await bodyOf(org.request(`${environments}/staging?at=${text}`));
    expect(answer).toMatchObject({ environment: { at: first, applied: { sequence: 1 } } });
  });

  test.each(["", "/staging", "/staging/pipelines", "/staging/pipelines/greet"])(
    "refuses the future and what is no instant on %s",
    async (path) => {
      const future = await org.request(`${environments}${path}?at=2999-01-01T00:00:00Z`);
      expect(future.status).toBe(400);
      expect(await bodyOf(future)).toMatchObject({ code: "INSTANT_IN_FUTURE", errors: [{ path: "/at" }] });
      expect((await org.request(`${environments}${path}?at=yesterday`)).status).toBe(400);
    },
  );
});

interface Diff {
  readonly items: readonly {
    readonly kind: string;
    readonly slug: string;
    readonly differences: unknown[];
  }[];
  readonly counts: object;
}

describe("the difference of two applied states", () => {
  const diff = (query: string) => org.request(`${environments}/staging/diff?${query}`);

  test("says what was created and updated, and which settings changed", async () => {
    const { first } = await deployTwice();
    const found = await bodyOf<Diff>(diff(`from=${first}&to=now`));
    expect(found).toMatchObject({
      environment: "staging",
      from: { sequence: 1 },
      to: { sequence: 2 },
      counts: { created: 1, updated: 1, pruned: 0 },
      configuration: [{ setting: "apply.maxPrune", from: 3, to: 100 }],
      items: [
        { kind: "updated", slug: "greet", from: "1.0.0", to: "1.1.0", class: "content" },
        { kind: "created", slug: "later", from: null, to: "1.0.0", class: null, differences: [] },
      ],
      next: null,
    });
    expect(JSON.stringify(found.items[0]?.differences)).toContain("greeting");
  });

  test("goes backwards too, from deploys and to before the first apply", async () => {
    const { before } = await deployTwice();
    const back = await bodyOf<Diff>(diff("from=deploy-2&to=deploy-1"));
    expect(back.items.map(({ kind, slug }) => `${kind} ${slug}`)).toEqual(["updated greet", "pruned later"]);
    expect(await bodyOf(diff(`from=deploy-2&to=${before}`))).toMatchObject({
      to: null,
      counts: { created: 0, updated: 0, pruned: 3 },
      configuration: [],
    });
    expect((await bodyOf<Diff>(diff("from=deploy-1&to=deploy-1"))).items).toEqual([]);
  });

  test("is made of deploys of this environment only", async () => {
    await deployTwice();
    const pipelines = [compiledPipeline("greet")];
    await seedDeploy(org.store, { id: "deploy-3", environment: "production", state: "applied", pipelines });
    expect((await diff("from=deploy-3")).status).toBe(404);
    expect((await diff("from=deploy-9")).status).toBe(404);
    expect((await diff("from=2999-01-01T00:00:00Z")).status).toBe(400);
    expect((await diff("to=now")).status).toBe(400);
  });
});
