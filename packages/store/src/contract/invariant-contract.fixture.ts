import { type CompiledPipeline, type OrgStore, verifyChain } from "@lockstep/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createOrgStore } from "../stores/create-org-store.ts";
import {
  applicationOf,
  applyNew,
  assign,
  deployOf,
  pipeline,
  prune,
  revisionOf,
  takeLease,
  unique,
} from "./builders.fixture.ts";
import { failingDatabase } from "./failing-database.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

type Command =
  | { readonly kind: "apply"; readonly slugs: readonly number[]; readonly retire: readonly number[] }
  | { readonly kind: "stale-apply" | "fenced-apply" | "claimed-apply" | "refuse" | "note" };

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    kind: fc.constant("apply" as const),
    slugs: fc.uniqueArray(fc.nat(5), { maxLength: 4 }),
    retire: fc.uniqueArray(fc.nat(5), { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constantFrom(
      "stale-apply" as const,
      "fenced-apply" as const,
      "claimed-apply" as const,
      "refuse" as const,
      "note" as const,
    ),
  }),
);

export function invariantContract(subject: SubjectOf): void {
  describe("invariants", () => {
    test("no path changes the applied state without a record, and the chain verifies", async () => {
      const check = async (commands: readonly Command[]) => {
        const walk = await startWalk(subject().store);
        for (const each of commands) await walk.take(each);
      };
      await fc.assert(fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 12 }), check), {
        numRuns: 25,
      });
    });

    test("an apply that breaks before any of its operations leaves nothing behind", async () => {
      const environment = unique("env");
      const [kept, retired] = [pipeline(unique("pipe")), pipeline(unique("pipe"))];
      await applyNew(subject().store, environment, [kept, retired]);
      const changed = pipeline(kept.slug, { version: "1.1.0" });
      const deploy = deployOf({ environment, sequence: 1, changes: [assign(changed, kept), prune(retired)] });
      const fencingToken = await takeLease(subject().store, environment);
      const application = applicationOf(deploy, [changed], { fencingToken });
      const before = await everythingOf(subject().store, environment);
      for (let at = 0; ; at += 1) {
        const failing = failingDatabase(subject().database, at);
        const outcome = await storeOver(failing.database)
          .deploys.apply(application)
          .catch(() => null);
        if (outcome !== null) {
          expect(outcome.outcome).toBe("applied");
          expect(at).toBeGreaterThan(8);
          break;
        }
        expect(await everythingOf(subject().store, environment)).toEqual(before);
      }
      expect((await everythingOf(subject().store, environment)).applied.sequence).toBe(2);
    });
  });

  function storeOver(database: ReturnType<typeof failingDatabase>["database"]): OrgStore {
    const signals = { notify: async () => {}, listen: () => () => {}, close: async () => {} };
    const streams = { publish: () => {}, listen: () => () => {}, close: async () => {} };
    return createOrgStore({ database, signals, streams, salt: "salt", ids: { next: () => unique("id") } });
  }
}

async function everythingOf(store: OrgStore, environment: string) {
  const page = { limit: 100, cursor: null };
  const deploys = await store.deploys.list({ environment, states: [], revision: null }, page);
  return {
    applied: await store.environments.loadApplied(environment),
    assigned: await store.drift.loadAssigned(environment),
    records: await store.ledger.list(environment, 1, 1_000),
    deploys: deploys.items.map(({ id, state }) => ({ id, state })),
    releases: (await store.versions.loadReleases([environment])).length,
    outbox: await store.outbox.counts(),
  };
}

/** Random commands against one environment, the invariants checked after each. */
async function startWalk(store: OrgStore) {
  const environment = unique("env");
  const slugs = Array.from({ length: 6 }, () => unique("pipe"));
  let state = await everythingOf(store, environment);

  /** A slug's next version: always one that nobody has claimed. */
  function nextOf(slug: string): CompiledPipeline {
    return pipeline(slug, { version: `1.0.${state.applied.sequence + 1}` });
  }

  async function perform(given: Command) {
    const fencingToken = await takeLease(store, environment);
    const { sequence, pipelines } = state.applied;
    switch (given.kind) {
      case "apply": {
        const manifests = given.slugs.map((index) => nextOf(slugs[index] ?? ""));
        const retired = given.retire.flatMap((index) => {
          const slug = slugs[index] ?? "";
          return pipelines.has(slug) && !given.slugs.includes(index) ? [prune(pipeline(slug))] : [];
        });
        const changes = [...manifests.map((to) => assign(to)), ...retired];
        const deploy = deployOf({ environment, sequence, changes });
        return store.deploys.apply(applicationOf(deploy, manifests, { fencingToken }));
      }
      case "stale-apply":
        return store.deploys.apply(
          applicationOf(deployOf({ environment, sequence: sequence + 1 }), [], { fencingToken }),
        );
      case "fenced-apply":
        return store.deploys.apply(
          applicationOf(deployOf({ environment, sequence }), [], { fencingToken: fencingToken + 1 }),
        );
      case "claimed-apply": {
        const held = [...pipelines.values()][0];
        const rewritten = pipeline(held?.slug ?? "none", {
          version: held?.version ?? "0.0.0",
          title: unique("t"),
        });
        const deploy = deployOf({ environment, sequence, changes: [assign(rewritten)] });
        return held === undefined
          ? null
          : store.deploys.apply(applicationOf(deploy, [rewritten], { fencingToken }));
      }
      case "refuse": {
        const deploy = deployOf({ environment, sequence, state: "refused" });
        const record = { kind: "refused", body: {} } as const;
        return store.deploys.transition({ deploy, fencingToken, record, events: [], outbox: [] });
      }
      case "note": {
        const revision = revisionOf(state.records.length % 10);
        const move = { environment, expectedSequence: sequence, revision, controlRevision: revision };
        return store.deploys.noteRevision({ ...move, fencingToken, body: { revision }, events: [] });
      }
    }
  }

  return {
    async take(given: Command): Promise<void> {
      await perform(given);
      const before = state;
      state = await everythingOf(store, environment);
      const isMoved = JSON.stringify(plain(before.applied)) !== JSON.stringify(plain(state.applied));
      const added = state.records.slice(before.records.length);
      expect(verifyChain(state.records)).toMatchObject({ intact: true });
      expect(state.records.slice(0, before.records.length)).toEqual(before.records);
      if (isMoved)
        expect(added.map(({ kind }) => kind)).toEqual([given.kind === "note" ? "noted" : "applied"]);
      expect(state.assigned.map(({ slug, manifest }) => [slug, manifest])).toEqual(
        [...state.applied.pipelines.values()].map(({ slug, manifest }) => [slug, manifest]),
      );
    },
  };
}

function plain(applied: Awaited<ReturnType<typeof everythingOf>>["applied"]) {
  return { ...applied, pipelines: [...applied.pipelines] };
}
