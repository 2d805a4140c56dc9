import { expect, test } from "vitest";

import type { DeployAnswer } from "./deploy-queries.ts";
import { type Progress, stagesOf } from "./progress.ts";

type SmokeRun = DeployAnswer["verification"][number];

function words(state: Progress["deploy"]["state"], outcomes: readonly SmokeRun["outcome"][] = [], told = "") {
  const verification = outcomes.map((outcome): SmokeRun => ({
    pipeline: "hello",
    expect: "true",
    onFailure: "hold",
    run: null,
    because: "",
    outcome,
  }));
  const records = told === "" ? [] : [{ kind: told } as DeployAnswer["records"][number]];
  return stagesOf({ deploy: { state }, verification, records }).map(
    ({ name, status }) => `${name} ${status.word}`,
  );
}

test("each state moves it on", () => {
  expect(words("planned")).toEqual(["Planned done", "Gates under way", "Applied not yet"]);
  expect(words("waiting")).toEqual(["Planned done", "Gates waits", "Applied not yet"]);
  expect(words("applying")).toEqual(["Planned done", "Gates done", "Applied under way"]);
  expect(words("applied")).toEqual(["Planned done", "Gates done", "Applied done"]);
});

test("what was refused is never called applied", () => {
  expect(words("refused").at(-1)).toBe("Applied not reached");
  expect(words("rejected")[1]).toBe("Gates no");
  expect(words("superseded").at(-1)).toBe("Applied not reached");
});

test("verification is a stage of its own where something is to be verified", () => {
  expect(words("applied", ["passed", "pending"]).at(-1)).toBe("Verified under way");
  expect(words("applied", ["passed", "passed"], "verified").at(-1)).toBe("Verified done");
  expect(words("applied", ["passed", "failed"]).at(-1)).toBe("Verified no");
  expect(words("applied", ["passed"], "unverified").at(-1)).toBe("Verified no");
});
