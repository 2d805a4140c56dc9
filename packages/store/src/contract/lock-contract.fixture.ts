import { describe, expect, test } from "vitest";

import { applicationOf, assign, deployOf, pipeline, takeLease, unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function lockContract(subject: SubjectOf): void {
  describe("locks", () => {
    test("are those of the last apply, with everything below, and refuse what no deploy assigned", async () => {
      const environment = unique("env");
      const slugs = [unique("top"), unique("mid"), unique("low")] as const;
      const [top, mid, low] = slugs.map((slug) => pipeline(slug, { version: "1.2.0" }));
      if (top === undefined || mid === undefined || low === undefined) throw new Error("three were made");
      const lockOf = (caller: string, { slug: callee, version, content }: typeof mid) => ({
        caller,
        callee,
        range: "^1.0.0",
        version,
        content,
      });
      const locks = [lockOf(top.slug, mid), lockOf(mid.slug, low)];
      const deploy = deployOf({ environment, changes: [top, mid, low].map((to) => assign(to)) });
      const planned = { ...deploy, plan: { ...deploy.plan, locks } };
      const fencingToken = await takeLease(subject().store, environment);
      await subject().store.deploys.apply(applicationOf(planned, [top, mid, low], { fencingToken }));
      const { environments } = subject().store;
      const pinned = (lock: (typeof locks)[number], { manifest }: typeof mid) => ({
        ...lock,
        manifest,
        deploy: deploy.id,
      });
      const [first, second] = locks;
      if (first === undefined || second === undefined) throw new Error("two were made");
      expect(await environments.loadLocks(environment, top.slug)).toEqual(
        [pinned(first, mid), pinned(second, low)].toSorted((a, b) => (a.caller < b.caller ? -1 : 1)),
      );
      expect(await environments.loadLocks(environment, mid.slug)).toEqual([pinned(second, low)]);
      expect(await environments.loadLocks(environment, low.slug)).toEqual([]);
      await subject().sql(`UPDATE callee_locks SET manifest = 'sha256:other' WHERE callee = '${low.slug}'`);
      await expect(environments.loadLocks(environment, top.slug)).rejects.toMatchObject({
        kind: "row-tampered",
      });
    });
  });
}
