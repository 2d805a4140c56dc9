import type { DeploymentState } from "@lockstep/model";
import { expect, test } from "vitest";

import { missingStates } from "./missing-states.ts";

const logUrl = "https://lockstep.example.com/deploys/1";
const split = (text: string) => (text === "" ? [] : text.split(" ")) as DeploymentState[];

test.each([
  ["nothing yet", "queued in_progress", "", "queued in_progress"],
  ["a part", "queued in_progress success", "queued", "in_progress success"],
  ["everything", "queued success", "queued success", ""],
  ["an earlier part that was left out", "queued in_progress success", "in_progress", "success"],
  ["an end by somebody else", "queued success", "queued success inactive", ""],
  ["two tries", "queued failure queued success", "queued failure", "queued success"],
])("the forge has %s", (_name, states, known, missing) => {
  const told = split(known).map((state, id) => ({ id, state, logUrl }));
  expect(missingStates({ states: split(states), logUrl }, told)).toEqual(split(missing));
});

test("states of another deploy of the same commit do not count", () => {
  const told = [{ id: 1, state: "success", logUrl: "https://lockstep.example.com/deploys/0" }];
  expect(missingStates({ states: ["queued", "success"], logUrl }, told)).toEqual(["queued", "success"]);
});
