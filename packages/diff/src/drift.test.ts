import { checksumOf, type AssignedPipeline, type LivePipeline } from "@lockstep/model";
import { expect, test } from "vitest";

import { drift } from "./drift.ts";

const [manifest, content, other] = ["m", "c", "o"].map((text) =>
  checksumOf("lockstep-manifest/v1", text),
) as [`sha256:${string}`, `sha256:${string}`, `sha256:${string}`];
const assigned: AssignedPipeline = { slug: "triage", version: "1.0.0", manifest, content };
const live: LivePipeline = { ...assigned, rehashed: manifest };

test("finds nothing where rows are what was applied", () => {
  expect(drift([assigned], [live])).toEqual([]);
});

test.each([
  [
    "edited",
    [assigned],
    [{ ...live, version: "1.0.1" }],
    "triage 1.0.0 was applied, but the row points to 1.0.1",
  ],
  ["edited", [assigned], [{ ...live, manifest: other }], `the row points to manifest ${other}`],
  ["edited", [assigned], [{ ...live, content: other }], `the row claims content ${other}`],
  ["edited", [assigned], [{ ...live, rehashed: null }], `the stored manifest ${manifest} is gone`],
  ["edited", [assigned], [{ ...live, rehashed: other }], `its checksum is ${other}`],
  ["missing", [assigned], [], "triage 1.0.0 was applied, but is gone from the database"],
  ["extra", [], [live], "triage 1.0.0 is in the database, but no deploy put it there"],
] as const)("%s: names what differs (%#)", (kind, applied, rows, sentence) => {
  const found = drift(applied, rows);
  expect(found.map((item) => item.kind)).toEqual([kind]);
  expect(found[0]?.sentence).toContain(sentence);
});
