import { type CommitExplanation, type CommitQuestion, Failure } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openTestApi, type TestApi } from "../testing/open-test-api.ts";

const person = { name: "Ada", email: "ada@example.com", at: "2026-01-01T00:00:00.000Z" };
const revision = "a".repeat(40);

const explanation: CommitExplanation = {
  commit: { revision, parents: [], message: "Greet", author: person, committer: person },
  environments: [
    {
      environment: "production",
      state: "blocked",
      because: "windows: production is applied from 22:00 to 24:00 only.",
      next: "Wait for the window.",
      deploy: "deploy-1",
      revision,
      at: null,
      reason: null,
      gates: [
        {
          gate: "windows",
          verdict: "waiting",
          because: "production is applied from 22:00 to 24:00 only.",
          next: "Wait for the window.",
          opensAt: "2026-02-02T21:00:00.000Z",
          problems: [],
        },
      ],
      opensAt: "2026-02-02T21:00:00.000Z",
      predictedAt: "2026-02-02T21:00:00.000Z",
    },
  ],
};

let org: TestApi;
let asked: CommitQuestion[];

beforeEach(async () => {
  asked = [];
  org = await openTestApi(
    {},
    {
      explainCommit: async (question) => {
        asked.push(question);
        if (question.commit === "abcdef0") throw new Failure("not-found", "No branch contains it.");
        return explanation;
      },
    },
  );
});
afterEach(() => org.close());

describe("a commit", () => {
  test("is explained for the environments that the token reaches", async () => {
    const response = await org.request(`/api/v1/commits/${revision}`);
    expect(await response.json()).toEqual(explanation);
    const { secret } = await org.makeToken("one", "viewer", ["staging"]);
    await org.request("/api/v1/commits/aaaaaaa", { token: secret });
    expect(asked).toEqual([
      { commit: revision, environments: null },
      { commit: "aaaaaaa", environments: ["staging"] },
    ]);
  });

  test("that git does not know is not found", async () => {
    expect((await org.request("/api/v1/commits/abcdef0")).status).toBe(404);
  });

  test.each(["abcdef", "HEAD", `${revision}0`, "..%2f..", "--all000"])("is never %j", async (name) => {
    expect((await org.request(`/api/v1/commits/${name}`)).status).toBe(404);
    expect(asked).toEqual([]);
  });
});
