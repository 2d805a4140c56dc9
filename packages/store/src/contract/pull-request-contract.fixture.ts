import type { MergeEvidence, PullRequest } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { revisionOf, unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

let last = 0;

function pullRequestOf(more: Partial<PullRequest> = {}): PullRequest {
  last += 1;
  return {
    number: last,
    url: `https://github.com/acme/flows/pull/${last}`,
    title: "Ümläute, \u0000 and \ud83d\ude80",
    author: "github:ada",
    state: "open",
    isDraft: false,
    isFork: true,
    head: { branch: "feature/a#b", revision: revisionOf("a") },
    base: { branch: "main", revision: revisionOf("b") },
    isMergeable: null,
    mergeRevision: null,
    mergedBy: null,
    mergedAt: null,
    updatedAt: "2026-01-01T00:00:00.000Z",
    ...more,
  };
}

const evidenceOf = (pullRequest: PullRequest): MergeEvidence => ({
  pullRequest,
  reviews: [
    {
      reviewer: "github:grace",
      verdict: "approved",
      revision: revisionOf("a"),
      at: "2026-01-01T00:00:00.000Z",
    },
  ],
  checks: [{ name: "lockstep / validate", outcome: "success", reporter: "lockstep", at: null }],
});

export function pullRequestContract(subject: SubjectOf): void {
  const pulls = () => subject().store.pullRequests;

  describe("pull requests", () => {
    test("are kept as they were seen, the newest look of a number counts", async () => {
      const [one, other] = [pullRequestOf(), pullRequestOf()];
      await pulls().save([one, other]);
      expect(await pulls().load(one.number)).toEqual(one);
      const moved = { ...one, head: { ...one.head, revision: revisionOf("c") } };
      await pulls().save([one, moved]);
      expect(await pulls().load(one.number)).toEqual(moved);
      expect(await pulls().load(other.number)).toEqual(other);
      expect(await pulls().load(999_999)).toBeNull();
    });

    test("those that are open are listed by number", async () => {
      const [first, second, third] = [pullRequestOf(), pullRequestOf(), pullRequestOf()];
      await pulls().save([third, second, first]);
      await pulls().save([{ ...second, state: "closed" }]);
      const open = (await pulls().listOpen()).map(({ number }) => number);
      expect(open.filter((number) => number >= first.number)).toEqual([first.number, third.number]);
      await pulls().save([second]);
      expect((await pulls().listOpen()).map(({ number }) => number)).toContain(second.number);
    });

    test("how a commit came in is kept by its revision", async () => {
      const revision = revisionOf(unique("").replaceAll(/\D/g, ""));
      expect(await pulls().loadEvidence(revision)).toBeNull();
      const evidence = evidenceOf(pullRequestOf({ state: "merged", mergeRevision: revision }));
      await pulls().saveEvidence(revision, { ...evidence, checks: [] });
      await pulls().saveEvidence(revision, evidence);
      expect(await pulls().loadEvidence(revision)).toEqual(evidence);
      expect(await pulls().listEvidence([revisionOf("f"), revision])).toEqual([evidence]);
      expect(await pulls().listEvidence([])).toEqual([]);
    });

    test("what is reported is remembered together with what is to be sent", async () => {
      const [reported, topic] = [unique("pull/"), unique("topic")];
      const outbox = [{ topic, target: reported, body: { check: 1 } }];
      expect(await pulls().loadReported(reported)).toBeNull();
      await pulls().saveReported(reported, "one", []);
      await pulls().saveReported(reported, "two", outbox);
      expect(await pulls().loadReported(reported)).toBe("two");
      expect(await subject().store.outbox.listDue([topic], 10)).toMatchObject(outbox);
      await pulls().forgetReported(reported);
      expect(await pulls().loadReported(reported)).toBeNull();
      expect(await subject().store.outbox.listDue([topic], 10)).toHaveLength(1);
    });

    test("nothing is remembered when what is to be sent cannot be written", async () => {
      const reported = unique("pull/");
      const broken = [{ topic: null as never, target: reported, body: {} }];
      await expect(pulls().saveReported(reported, "one", broken)).rejects.toThrow();
      expect(await pulls().loadReported(reported)).toBeNull();
    });
  });
}
