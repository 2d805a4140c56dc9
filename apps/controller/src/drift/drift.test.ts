import { formatManifest } from "@lockstep/manifest";
import { afterEach, describe, expect, inject, test } from "vitest";

import { createPlanner } from "../planning/create-planner.ts";
import { ada, type DriftBench, openDriftBench } from "./drift-bench.fixture.ts";
import { addGone, loosenPolicy, of, pointAlphaBack, removeBeta, seeds } from "./drift-seeds.fixture.ts";

describe.each(["sqlite", "postgres"] as const)("drift on %s", (dialect) => {
  let bench: DriftBench;
  const open = async (apply?: object) => {
    bench = await openDriftBench(dialect === "sqlite" ? null : inject("postgresUrl"), apply);
    return bench;
  };
  afterEach(() => bench.close());

  test.each(seeds)("%s is found within one scan, named, and put right", async (...seed) => {
    const [, statement, isGuarded, named, sentence, operation] = seed;
    const { scan, revert, sql, tamper, status, ledgerKinds } = await open();
    expect(await scan()).toEqual([]);
    await (isGuarded ? tamper(statement) : sql(statement));
    const [found, ...others] = await scan();
    expect(others).toEqual([]);
    expect(found).toMatchObject({ ...named, edit: { operation } });
    expect(found?.sentence).toContain(sentence);
    expect(found?.edit?.role).toEqual(dialect === "sqlite" ? null : expect.any(String));
    expect(await status("production")).toMatchObject({ state: "drifted", because: found?.sentence });
    await revert(found?.id ?? "");
    expect(await scan()).toEqual([]);
    expect(await status("production")).toMatchObject({ state: "in-sync", sequence: 2 });
    expect((await ledgerKinds()).slice(-2)).toEqual(["drift-detected", "drift-reverted"]);
  });

  test.each([
    ["another version", pointAlphaBack, "pipelines/alpha.pipeline.json", { alpha: "1.0.0" }],
    ["one more pipeline", addGone, "pipelines/gone.pipeline.json", { gone: "1.0.0" }],
    ["one pipeline less", removeBeta, "pipelines/beta.pipeline.json", {}],
    ["another policy", loosenPolicy, "environments/production.json", {}],
  ] as const)("%s is adopted: merged and applied, there is no drift", async (...given) => {
    const [, statement, path, applied] = given;
    const { scan, adopt, merge, sql, proposals, status, ledgerKinds, store, deps } = await open();
    await sql(statement);
    const [found] = await scan();
    await adopt(found?.id ?? "");
    const file = proposals[0]?.files[0];
    expect(file?.path).toBe(path);
    if (typeof file?.text === "string") expect(file.text).toBe(formatManifest(file.text));
    if (found?.live !== null && found?.live !== undefined) {
      const canonical = await store.versions.loadManifest(found.live.manifest);
      expect(file?.text).toBe(formatManifest(canonical ?? ""));
    }
    await merge();
    expect(await scan()).toEqual([]);
    expect(await bench.applied("production")).toMatchObject(applied);
    expect(await status("production")).toMatchObject({ state: "in-sync", sequence: 3 });
    const signal = new AbortController().signal;
    const preview = await createPlanner(deps).preview("production", null, signal);
    expect(preview.plan.changes).toEqual([]);
    expect(await ledgerKinds()).toContain("drift-adopted");
  });

  test.each([
    [seeds[1], "only the row about it was edited"],
    [seeds[5], "sequence says what was applied"],
    [seeds[6], "triggers follow from"],
    [seeds[9], "locks follow from"],
    [seeds[11], "there is no manifest to take over"],
    [seeds[13], "nobody ever compiled it"],
  ] as const)("what no file in git decides is not adopted (%#)", async (seed, because) => {
    const { scan, adopt, sql, tamper, proposals } = await open();
    await (seed[2] ? tamper(seed[1]) : sql(seed[1]));
    const [found] = await scan();
    await expect(adopt(found?.id ?? "")).rejects.toMatchObject({
      code: "DRIFT_NOT_ADOPTABLE",
      message: expect.stringContaining(because),
    });
    expect(proposals).toEqual([]);
  });

  test("what is acknowledged does not count until it becomes another difference", async () => {
    const { scan, sql, store, status } = await open();
    await sql(loosenPolicy);
    const [found] = await scan();
    const until = "2999-01-01T00:00:00.000Z";
    await store.drift.acknowledge("production", found?.id ?? "", { until, reason: "A test.", actor: ada });
    expect(await scan()).toMatchObject([{ acknowledgement: { until } }]);
    expect(await status("production")).toMatchObject({ state: "in-sync" });
    await sql(`UPDATE environments SET policy = replace(policy, ':99', ':100') WHERE slug = 'production'`);
    expect(await scan()).toMatchObject([{ acknowledgement: null }]);
    expect(await status("production")).toMatchObject({ state: "drifted" });
  });

  test("an environment that heals itself is as it was at once, and writes down what it did", async () => {
    const { scan, sql, status, records, tamper, ledgerKinds } = await open({ selfHeal: "revert" });
    await sql(pointAlphaBack);
    await sql(removeBeta);
    await sql(`DELETE FROM applied_triggers WHERE ${of("caller")}`);
    await tamper("DELETE FROM pipeline_versions WHERE slug = 'beta'");
    expect(await scan()).toEqual([]);
    expect(await status("production")).toMatchObject({ state: "in-sync" });
    expect((await ledgerKinds()).slice(-2)).toEqual(["drift-detected", "drift-reverted"]);
    expect((await records("production")).at(-1)?.body).toMatchObject({
      actor: { kind: "controller" },
      count: 3,
    });
  });

  test("an environment whose drift is not to be reported lists it and stays as it is", async () => {
    const { scan, sql, status, ledgerKinds } = await open({ selfHeal: "off" });
    await sql(pointAlphaBack);
    expect(await scan()).toMatchObject([{ kind: "edited", slug: "alpha" }]);
    expect(await status("production")).toMatchObject({ state: "in-sync" });
    expect(await ledgerKinds()).not.toContain("drift-detected");
  });

  test("a row of an environment that is gone comes back with all that it said", async () => {
    const { scan, sql, status } = await open({ selfHeal: "revert" });
    const before = await status("production");
    await sql("DELETE FROM environments WHERE slug = 'production'");
    expect(await scan()).toEqual([]);
    await bench.look("production");
    const { sequence, policyDigest, appliedDeploy, appliedAt, appliedRevision } = before;
    expect(await status("production")).toMatchObject({
      state: "in-sync",
      sequence,
      policyDigest,
      appliedDeploy,
      appliedAt,
      appliedRevision,
    });
  });
});
