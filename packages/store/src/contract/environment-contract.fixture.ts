import { describe, expect, test } from "vitest";

import { createEnvironmentStore } from "../stores/create-environment-store.ts";
import {
  applicationOf,
  applyNew,
  assign,
  deployOf,
  digestOf,
  environmentOf,
  findings,
  pipeline,
  prune,
  revisionOf,
  takeLease,
  unique,
} from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function environmentContract(subject: SubjectOf): void {
  const environments = () => subject().store.environments;
  /** A store that has read nothing yet. */
  const anew = () => createEnvironmentStore(subject().database, subject().store.signals);
  const named = (slug: string, title = "Staging") => ({ slug, title, tier: "staging" as const });

  describe("environments", () => {
    test("an environment appears when the controller first finds something out about it", async () => {
      const slug = unique("env");
      expect(await environments().load(slug)).toBeNull();
      await environments().saveFindings(named(slug), findings({ state: "waiting", problems: [] }));
      expect(await environments().load(slug)).toMatchObject({
        slug,
        title: "Staging",
        state: "waiting",
        sequence: 0,
        appliedRevision: null,
        policy: null,
      });
    });

    test("later findings replace earlier ones and leave what is in force", async () => {
      const slug = unique("env");
      await applyNew(subject().store, slug, [pipeline(unique("pipe"))]);
      await environments().saveFindings(named(slug, "New title"), findings({ failures: 3 }));
      await environments().saveFindings(named(slug, "New title"), findings({ failures: 4 }));
      const status = await environments().load(slug);
      expect(status).toMatchObject({
        title: "New title",
        failures: 4,
        sequence: 1,
        appliedRevision: revisionOf("a"),
      });
      expect(status?.observedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    });

    test("an environment that was applied before it was observed is listed as unknown", async () => {
      const slug = unique("env");
      await applyNew(subject().store, slug, []);
      const status = (await environments().list()).find((each) => each.slug === slug);
      expect(status).toMatchObject({ state: "unknown", observedAt: null, title: "Staging" });
    });

    test("the applied state holds policy, revisions and every pipeline", async () => {
      const slug = unique("env");
      const [b, a] = [pipeline(unique("pipe"), { team: "support" }), pipeline(unique("pipe"))];
      const { deploy } = await applyNew(subject().store, slug, [a, b]);
      const applied = await environments().loadApplied(slug);
      expect(applied).toMatchObject({
        environment: slug,
        sequence: 1,
        revision: revisionOf("a"),
        policy: environmentOf(slug),
        policyDigest: digestOf(slug),
      });
      expect([...applied.pipelines.keys()].sort()).toEqual([b.slug, a.slug].sort());
      expect(applied.pipelines.get(b.slug)).toMatchObject({
        manifest: b.manifest,
        team: "support",
        uses: b.uses,
        deploy: deploy.id,
      });
      expect(await environments().loadPipeline(slug, b.slug)).toEqual(applied.pipelines.get(b.slug));
    });

    test("what was read before is brought up to what was applied since", async () => {
      const slug = unique("env");
      const [added, kept] = [pipeline(`a-${slug}`), pipeline(`b-${slug}`)];
      const [replaced, retired] = [pipeline(`c-${slug}`), pipeline(`d-${slug}`)];
      const next = pipeline(replaced.slug, { version: "2.0.0" });
      await applyNew(subject().store, slug, [kept, replaced, retired]);
      const before = await environments().loadApplied(slug);
      const changes = [assign(added), assign(next, replaced), prune(retired)];
      const deploy = deployOf({ environment: slug, sequence: 1, changes });
      const fencingToken = await takeLease(subject().store, slug);
      await subject().store.deploys.apply(applicationOf(deploy, [added, next], { fencingToken }));
      const after = await environments().loadApplied(slug);
      expect(after).toEqual(await anew().loadApplied(slug));
      expect([...after.pipelines.keys()]).toEqual([added.slug, kept.slug, replaced.slug]);
      expect(after.pipelines.get(kept.slug)).toBe(before.pipelines.get(kept.slug));
      expect(after.pipelines.get(replaced.slug)).toMatchObject({ version: "2.0.0", manifest: next.manifest });
    });

    test("a database that was put back and went another way is read from the start", async () => {
      const slug = unique("env");
      const [lost, found] = [pipeline(unique("lost")), pipeline(unique("found"))];
      await applyNew(subject().store, slug, [lost]);
      const reader = anew();
      const known = (await reader.loadApplied(slug)).pipelines.get(lost.slug);
      const { deploy } = await applyNew(subject().store, slug, [found]);
      await subject().sql(`DELETE FROM deploys WHERE environment = '${slug}' AND id <> '${deploy.id}'`);
      const read = await reader.loadApplied(slug);
      expect(read.pipelines.get(lost.slug)).not.toBe(known);
      expect(read).toEqual(await anew().loadApplied(slug));
    });

    test("nothing is applied in an environment nobody has seen", async () => {
      const applied = await environments().loadApplied("never-seen");
      expect(applied).toMatchObject({ sequence: 0, revision: null, policy: null });
      expect(applied.pipelines.size).toBe(0);
      expect(await environments().loadPipeline("never-seen", "greet")).toBeNull();
    });

    test("pipelines are listed by slug, page by page, each once", async () => {
      const slug = unique("env");
      const pipelines = Array.from({ length: 7 }, () => pipeline(unique("pipe")));
      await applyNew(subject().store, slug, pipelines);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await environments().listPipelines(
          slug,
          { search: null, team: null },
          { limit: 3, cursor },
        );
        seen.push(...page.items.map((item) => item.slug));
        cursor = page.next;
      } while (cursor !== null);
      expect(seen).toEqual(pipelines.map((each) => each.slug).sort());
    });

    test("search takes its characters literally, and team filters", async () => {
      const slug = unique("env");
      const mark = unique("m");
      const teams = [`${mark}_a`, `${mark}xa`].map((each, index) =>
        pipeline(each, { team: `team-${index}` }),
      );
      await applyNew(subject().store, slug, teams);
      const list = async (search: string | null, team: string | null) =>
        (await environments().listPipelines(slug, { search, team }, { limit: 100, cursor: null })).items.map(
          (item) => item.slug,
        );
      expect(await list("_A", null)).toEqual([`${mark}_a`]);
      expect(await list("%", null)).toEqual([]);
      expect(await list(null, "team-1")).toEqual([`${mark}xa`]);
    });

    test.each([
      "nonsense",
      Buffer.from("[1]").toString("base64url"),
      Buffer.from("{}").toString("base64url"),
    ])("a forged cursor %s is refused as bad input", async (cursor) => {
      const listed = environments().listPipelines("any", { search: null, team: null }, { limit: 1, cursor });
      await expect(listed).rejects.toMatchObject({ kind: "invalid-input" });
    });

    test("hints are taken once, however often they were raised", async () => {
      const slug = unique("env");
      await environments().takeHints();
      await environments().raiseHint(slug);
      await environments().raiseHint(slug);
      expect(await environments().takeHints()).toEqual([slug]);
      expect(await environments().takeHints()).toEqual([]);
    });

    test("compile attempts are counted per revision until they are cleared", async () => {
      const slug = unique("env");
      const [one, other] = [revisionOf(1), revisionOf(2)];
      expect(await environments().countCompileAttempt(slug, one)).toBe(1);
      expect(await environments().countCompileAttempt(slug, one)).toBe(2);
      expect(await environments().countCompileAttempt(slug, other)).toBe(1);
      await environments().clearCompileAttempts(slug, one);
      expect(await environments().countCompileAttempt(slug, one)).toBe(1);
    });
  });
}
