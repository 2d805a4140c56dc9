import type { OrgStore, PageRequest } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import {
  applicationOf,
  applyNew,
  assign,
  deployOf,
  environmentOf,
  pipeline,
  prune,
  takeLease,
  unique,
} from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const everything = { search: null, team: null };
const firstPage: PageRequest = { limit: 100, cursor: null };

export function historyContract(subject: SubjectOf): void {
  const history = () => subject().store.history;

  describe("history", () => {
    test("what was in force at an instant is the newest state that was there by then", async () => {
      const environment = unique("env");
      const first = await applyNew(subject().store, environment, [pipeline(unique("pipe"))]);
      const second = await applyNew(subject().store, environment, [pipeline(unique("pipe"))]);
      const states = (await history().list(environment, firstPage)).items;
      expect(states.map(({ sequence, deploy, kind }) => [sequence, deploy, kind])).toEqual([
        [2, second.deploy.id, "applied"],
        [1, first.deploy.id, "applied"],
      ]);
      const [newest, oldest] = states;
      expect(await history().loadAt(environment, newest?.at ?? "")).toEqual(newest);
      expect(await history().loadAt(environment, "2999-01-01T00:00:00.000Z")).toEqual(newest);
      expect(await history().loadAt(environment, "2000-01-01T00:00:00.000Z")).toBeNull();
      expect(await history().loadOf(first.deploy.id)).toEqual(oldest);
      expect(await history().loadOf("nothing")).toBeNull();
    });

    test("a commit that changed nothing is the revision in force from then on", async () => {
      const environment = unique("env");
      const { store } = subject();
      await applyNew(store, environment, []);
      const before = await history().loadAt(environment, "2999-01-01T00:00:00.000Z");
      const fencingToken = await takeLease(store, environment);
      const target = { revision: "b".repeat(40), controlRevision: "c".repeat(40) };
      const move = {
        environment,
        expectedSequence: 1,
        fencingToken,
        ...target,
        body: { target },
        events: [],
      };
      while ((await store.now()) === before?.at) continue;
      expect(await store.deploys.noteRevision(move)).toBe("written");
      const after = await history().loadAt(environment, "2999-01-01T00:00:00.000Z");
      expect(after).toEqual({ ...before, ...target });
      expect(await history().loadAt(environment, before?.at ?? "")).toEqual(before);
    });

    test("one pipeline is as it was at a sequence, whatever came later", async () => {
      const { environment, alpha, changed, beta, gamma } = await changingEnvironment(subject().store);
      const at = async (sequence: number, { slug }: { readonly slug: string }) =>
        (await history().loadPipeline(environment, sequence, slug))?.manifest ?? null;
      expect([await at(1, alpha), await at(2, alpha)]).toEqual([alpha.manifest, changed.manifest]);
      expect([await at(1, beta), await at(2, beta)]).toEqual([beta.manifest, null]);
      expect([await at(1, gamma), await at(2, gamma)]).toEqual([null, gamma.manifest]);
      const all = await history().loadPipelines(environment, 2);
      expect(await history().loadPipeline(environment, 2, alpha.slug)).toEqual(all.get(alpha.slug));
    });

    test("what changed one pipeline is listed newest first, its end included, and nothing of others", async () => {
      const { environment, alpha, changed, beta } = await changingEnvironment(subject().store);
      const changesOf = async ({ slug }: { readonly slug: string }) =>
        (await history().listChanges(environment, slug, firstPage)).items;
      expect(
        (await changesOf(alpha)).map(({ sequence, kind, to }) => [sequence, kind, to?.manifest]),
      ).toEqual([
        [2, "applied", changed.manifest],
        [1, "applied", alpha.manifest],
      ]);
      expect((await changesOf(beta)).map(({ to }) => to?.team ?? null)).toEqual([null, "blue"]);
      expect(await history().listChanges("elsewhere", alpha.slug, firstPage)).toEqual({
        items: [],
        next: null,
      });
      const page = await history().listChanges(environment, alpha.slug, { limit: 1, cursor: null });
      const rest = await history().listChanges(environment, alpha.slug, { limit: 1, cursor: page.next });
      expect([...page.items, ...rest.items]).toEqual(await changesOf(alpha));
      const [newest] = page.items;
      const stored = await subject().store.deploys.load(newest?.deploy.id ?? "");
      expect(newest?.deploy).toEqual({
        id: stored?.id,
        intent: stored?.intent,
        because: stored?.because,
        commit: stored?.commit,
        actor: stored?.actor,
      });
    });

    test("revisions of deploys are found by their beginning, each once", async () => {
      const { store } = subject();
      const [one, other] = ["fedcba1".padEnd(40, "0"), "fedcba1f".padEnd(40, "f")];
      for (const revision of [one, other, one, "fedcba2".padEnd(40, "0")]) {
        const environment = unique("env");
        const fencingToken = await takeLease(store, environment);
        const deploy = deployOf({ environment, revision, state: "waiting" });
        await store.deploys.transition({ deploy, fencingToken, record: null, events: [], outbox: [] });
      }
      expect(await history().findRevisions("fedcba1", 5)).toEqual([one, other]);
      expect(await history().findRevisions("fedcba1", 1)).toEqual([one]);
      expect(await history().findRevisions("fedcba1f", 5)).toEqual([other]);
    });

    test("states come in pages", async () => {
      const environment = unique("env");
      for (const _ of [1, 2, 3]) await applyNew(subject().store, environment, [pipeline(unique("pipe"))]);
      const page = await history().list(environment, { limit: 2, cursor: null });
      const rest = await history().list(environment, { limit: 2, cursor: page.next });
      expect([page.items, rest.items].map((items) => items.map(({ sequence }) => sequence))).toEqual([
        [3, 2],
        [1],
      ]);
      expect(rest.next).toBeNull();
    });

    test("pipelines at a sequence are those of then: changed, retired and added ones are as they were", async () => {
      const { environment, alpha, changed, beta, gamma } = await changingEnvironment(subject().store);
      const manifestsAt = async (sequence: number) =>
        [...(await history().loadPipelines(environment, sequence)).values()].map(({ manifest }) => manifest);
      expect(await manifestsAt(0)).toEqual([]);
      expect(await manifestsAt(1)).toEqual([alpha.manifest, beta.manifest]);
      expect(await manifestsAt(2)).toEqual([changed.manifest, gamma.manifest]);
      expect(await history().loadPipelines(environment, 2)).toEqual(
        (await subject().store.environments.loadApplied(environment)).pipelines,
      );
    });

    test("they come in pages, filtered by slug and team", async () => {
      const { environment, alpha, beta, gamma } = await changingEnvironment(subject().store);
      const slugs = async (filter: { readonly search?: string; readonly team?: string }) =>
        (await history().listPipelines(environment, 1, { ...everything, ...filter }, firstPage)).items.map(
          ({ slug }) => slug,
        );
      expect(await slugs({})).toEqual([alpha.slug, beta.slug]);
      expect(await slugs({ search: "BETA" })).toEqual([beta.slug]);
      expect(await slugs({ search: gamma.slug })).toEqual([]);
      expect(await slugs({ team: "blue" })).toEqual([beta.slug]);
      const page = await history().listPipelines(environment, 1, everything, { limit: 1, cursor: null });
      const rest = await history().listPipelines(environment, 1, everything, {
        limit: 1,
        cursor: page.next,
      });
      expect([page.items[0]?.slug, rest.items[0]?.slug, rest.next]).toEqual([alpha.slug, beta.slug, null]);
    });

    test("a page goes on past any number of pipelines that were not there yet", async () => {
      const environment = unique("env");
      await applyNew(subject().store, environment, [pipeline("zulu")]);
      const later = Array.from({ length: 450 }, () => pipeline(unique("later")));
      await applyNew(subject().store, environment, later);
      const { items } = await history().listPipelines(environment, 1, everything, { limit: 5, cursor: null });
      expect(items.map(({ slug }) => slug)).toEqual(["zulu"]);
    });

    test("every configuration that was in force can be read again", async () => {
      const environment = unique("env");
      const { deploy } = await applyNew(subject().store, environment, []);
      const state = await history().loadOf(deploy.id);
      expect(await history().loadConfiguration(state?.configurationDigest ?? "sha256:")).toEqual(
        environmentOf(environment),
      );
      expect(await history().loadConfiguration("sha256:nothing")).toBeNull();
    });
  });
}

/** Applies `alpha` and `beta`, then changes the one, retires the other and adds `gamma`. */
async function changingEnvironment(store: OrgStore) {
  const environment = unique("env");
  const [alpha, beta, gamma] = [
    pipeline(unique("alpha")),
    pipeline(unique("beta"), { team: "blue" }),
    pipeline(unique("gamma")),
  ];
  await applyNew(store, environment, [alpha, beta]);
  const changed = pipeline(alpha.slug, { version: "2.0.0" });
  const changes = [assign(changed, alpha), prune(beta), assign(gamma)];
  const deploy = deployOf({ environment, sequence: 1, changes });
  const fencingToken = await takeLease(store, environment);
  await store.deploys.apply(applicationOf(deploy, [changed, gamma], { fencingToken }));
  return { environment, alpha, changed, beta, gamma };
}
