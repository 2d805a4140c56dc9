import type { Comparison, Comparisons } from "@lockstep/model";
import { afterEach, beforeEach, expect, test } from "vitest";

import { greeter } from "../bench.fixture.ts";
import { type ForgeBench, openForgeBench } from "../forge/forge-bench.fixture.ts";
import { createComparisons } from "./create-comparisons.ts";

let bench: ForgeBench;
let comparisons: Comparisons;
const signal = new AbortController().signal;
const page = { limit: 50, cursor: null };

const compare = (
  from: string,
  to: string,
  environments: readonly string[] | null = null,
): Promise<Comparison> => comparisons.compare({ from, to, environments }, page, signal);

beforeEach(async () => {
  bench = await openForgeBench();
  comparisons = createComparisons(bench.deps);
  await bench.settle();
  bench.clock.time += 60_000;
  const files = { ...greeter("hello", "1.1.0", "Hi"), ...greeter("later", "1.0.0") };
  await bench.repository.commit({ branch: "develop", files });
  await bench.settle();
});
afterEach(() => bench.close());

const brief = ({ counts, items }: Comparison) => ({
  counts,
  items: items.map(
    ({ kind, slug, from, to }) => `${kind} ${slug} ${from?.version ?? "-"} ${to?.version ?? "-"}`,
  ),
});

const both = {
  counts: { created: 1, updated: 1, pruned: 0 },
  items: ["update hello 1.0.0 1.1.0", "create later - 1.0.0"],
};

test("environments are compared by what is in force, with their settings", async () => {
  const found = await compare("production", "staging");
  expect(brief(found)).toEqual(both);
  expect(found.configuration.map(({ setting }) => setting)).toContain("tier");
  expect(found.items[0]?.differences[0]?.sentence).toContain('"Hello"');
});

test("an environment is compared with itself at an instant, and after a deploy", async () => {
  const [newest, first] = await bench.deploys("staging");
  expect(brief(await compare("staging@2026-02-01T09:00:30Z", "staging"))).toEqual(both);
  expect(brief(await compare(first?.id ?? "", newest?.id ?? ""))).toEqual(both);
  await expect(compare("staging@2027-01-01T00:00:00Z", "staging")).rejects.toThrow("in the future");
});

test("branches, commits and pull requests are compared as git has them", async () => {
  expect(brief(await compare("main", "develop"))).toEqual(both);
  const revision = await bench.repository.revisionOf("refs/heads/develop");
  expect(brief(await compare("production", revision))).toEqual(both);
  await bench.branchOff("develop", "more", greeter("third", "1.0.0"));
  await bench.forge.open(12, { head: "more", base: "develop", title: "More" });
  const found = await compare("staging", "#12");
  expect(found.to).toMatchObject({ kind: "pull-request", title: "#12 More", pipelines: 3 });
  expect(brief(found).items).toEqual(["create third - 1.0.0"]);
});

test("a version is compared with another one, and with the same pipeline elsewhere", async () => {
  expect(brief(await compare("hello@1.0.0", "hello@1.1.0")).items).toEqual(["update hello 1.0.0 1.1.0"]);
  expect(brief(await compare("hello@1.1.0", "production")).items).toEqual(["revert hello 1.1.0 1.0.0"]);
  expect((await compare("hello@1.1.0", "staging")).items).toEqual([]);
  await expect(compare("hello@9.0.0", "staging")).rejects.toMatchObject({ kind: "not-found" });
});

test("pages follow each other", async () => {
  const question = { from: "production", to: "staging", environments: null };
  const first = await comparisons.compare(question, { limit: 1, cursor: null }, signal);
  const second = await comparisons.compare(question, { limit: 1, cursor: first.next }, signal);
  expect([...first.items, ...second.items].map(({ slug }) => slug)).toEqual(["hello", "later"]);
  expect(second.next).toBeNull();
});

test("what is out of reach is not found", async () => {
  const reach = ["production"];
  for (const asked of ["staging", "develop", "hello@1.1.0", "staging@2026-02-01T09:00:30Z"])
    await expect(compare("production", asked, reach)).rejects.toMatchObject({ kind: "not-found" });
  const [deploy] = await bench.deploys("staging");
  await expect(compare("production", deploy?.id ?? "", reach)).rejects.toMatchObject({ kind: "not-found" });
  const manifest = (await bench.store.environments.loadPipeline("staging", "hello"))?.manifest ?? "sha256:";
  expect((await comparisons.loadManifest(manifest, null)).version).toBe("1.1.0");
  await expect(comparisons.loadManifest(manifest, reach)).rejects.toMatchObject({ kind: "not-found" });
});

test("both texts of one pipeline can be had", async () => {
  const question = { from: "production", to: "staging", environments: null };
  const { before, after } = await comparisons.loadPipeline(question, "hello", signal);
  expect([before?.text.includes('"Hello"'), after?.text.includes('"Hi"')]).toEqual([true, true]);
});
