import { problem } from "@lockstep/model";
import { expect, test } from "vitest";

import { versionBumps } from "./version-bumps.ts";

const file = "pipelines/greet.pipeline.json";

test("of two environments the one that asks for more decides, compared as numbers", () => {
  const found = [
    problem("SEMVER_TOO_SMALL", "small", {
      file,
      facts: { slug: "greet", found: "1.9.0", smallestVersion: "1.9.1" },
    }),
    problem("IMMUTABLE_VERSION", "taken", {
      file,
      facts: { slug: "greet", version: "1.9.0", found: "sha256:1", smallestVersion: "1.10.0" },
    }),
    problem("CONTRACT_BROKEN", "no version", { file }),
  ];
  expect(versionBumps(found)).toEqual([{ slug: "greet", file, from: "1.9.0", to: "1.10.0" }]);
});

test("problems without the facts offer nothing", () => {
  expect(versionBumps([problem("SEMVER_TOO_SMALL", "small", { file })])).toEqual([]);
});
