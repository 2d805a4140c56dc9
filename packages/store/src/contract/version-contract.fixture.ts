import { checksumOfText, type VersionListing } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import {
  applicationOf,
  applyNew,
  assign,
  deployOf,
  pipeline,
  prune,
  takeLease,
  unique,
} from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function versionContract(subject: SubjectOf): void {
  const versions = () => subject().store.versions;

  describe("versions", () => {
    test("a manifest comes back byte for byte", async () => {
      const stored = pipeline(unique("pipe"), { title: 'ü € 𝒳 \u2028 "quoted" \\ \t end ' });
      await versions().insertManifests([stored]);
      const canonical = await versions().loadManifest(stored.manifest);
      expect(canonical).toBe(stored.canonical);
      expect(checksumOfText("lockstep-manifest/v1", canonical ?? "")).toBe(stored.manifest);
    });

    test("what is already there stays, and new manifests are added beside it", async () => {
      const [known, added] = [pipeline(unique("pipe")), pipeline(unique("pipe"))];
      await versions().insertManifests([known]);
      await versions().insertManifests([added, { ...known, canonical: "forged" }, added]);
      const texts = await versions().loadManifests([
        known.manifest,
        added.manifest,
        `sha256:${"0".repeat(64)}`,
      ]);
      expect(texts).toEqual(new Map([known, added].map(({ manifest, canonical }) => [manifest, canonical])));
    });

    test("the same manifests from several writers at once do no harm", async () => {
      const manifests = Array.from({ length: 60 }, () => pipeline(unique("pipe")));
      const orders = [manifests, manifests.toReversed(), manifests, manifests.toReversed()];
      await Promise.all(orders.map((order) => versions().insertManifests(order)));
      expect((await versions().loadManifests(manifests.map(({ manifest }) => manifest))).size).toBe(60);
    });

    test("nothing asked for is nothing found", async () => {
      await versions().insertManifests([]);
      expect((await versions().loadManifests([])).size).toBe(0);
      expect(await versions().loadReleases([])).toEqual([]);
      expect(await versions().loadManifest("sha256:none")).toBeNull();
    });

    test("lists what was ever applied, newest first, with its claim and where it is in force", async () => {
      const [environment, other] = [unique("env"), unique("env")];
      const first = pipeline(unique("pipe"));
      const second = pipeline(first.slug, { version: "1.1.0" });
      const never = pipeline(first.slug, { version: "9.9.9" });
      await applyNew(subject().store, environment, [first]);
      await applyNew(subject().store, other, [first]);
      await applyNew(subject().store, environment, [second]);
      await versions().insertManifests([never]);
      const seen: VersionListing[] = [];
      for (let cursor: string | null = null; ;) {
        const page = await versions().listVersions(first.slug, { limit: 1, cursor });
        seen.push(...page.items);
        cursor = page.next;
        if (cursor === null) break;
      }
      expect(new Map(seen.map((each) => [each.version, each.appliedIn]))).toEqual(
        new Map([
          ["1.1.0", [environment]],
          ["1.0.0", [other]],
        ]),
      );
      expect(seen.map(({ release }) => release?.environment)).toEqual([environment, environment]);
      expect(seen.map(({ firstSeenAt }) => firstSeenAt)).toEqual(
        seen
          .map(({ firstSeenAt }) => firstSeenAt)
          .toSorted()
          .toReversed(),
      );
    });

    test("a retired version is listed and in force nowhere", async () => {
      const environment = unique("env");
      const retired = pipeline(unique("pipe"));
      await applyNew(subject().store, environment, [retired]);
      const deploy = deployOf({ environment, sequence: 1, changes: [prune(retired)] });
      const fencingToken = await takeLease(subject().store, environment);
      await subject().store.deploys.apply(applicationOf(deploy, [], { fencingToken }));
      const { items } = await versions().listVersions(retired.slug, { limit: 10, cursor: null });
      expect(items).toMatchObject([{ version: "1.0.0", appliedIn: [] }]);
    });

    test("a rewritten version does not borrow the claim of the first content", async () => {
      const environment = unique("env");
      const first = pipeline(unique("pipe"));
      await applyNew(subject().store, environment, [first]);
      const second = pipeline(first.slug, { title: "rewritten" });
      const deploy = deployOf({ environment, sequence: 1, changes: [assign(second, first)] });
      const fencingToken = await takeLease(subject().store, environment);
      await subject().store.deploys.apply(applicationOf(deploy, [second], { fencingToken, releases: [] }));
      const { items } = await versions().listVersions(first.slug, { limit: 10, cursor: null });
      const claims = items.map(({ content, release }) => [content, release?.content ?? null]);
      expect(new Map(claims as [string, string | null][])).toEqual(
        new Map([
          [first.content, first.content],
          [second.content, null],
        ]),
      );
    });
  });
}
