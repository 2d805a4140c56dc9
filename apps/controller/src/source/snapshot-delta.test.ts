import type { CompiledPipeline, Snapshot } from "@lockstep/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createDeltaReceiver, createDeltaSender } from "./snapshot-delta.ts";

const snapshots = fc
  .dictionary(fc.constantFrom("a", "b", "c", "d", "e"), fc.constantFrom("sha256:1", "sha256:2", "sha256:3"))
  .map((manifests): Snapshot => {
    const pipelines = Object.entries(manifests).map(([slug, manifest]) => ({
      slug,
      manifest,
      path: `${slug}.json`,
    }));
    pipelines.sort((a, b) => (a.slug < b.slug ? -1 : 1));
    return { revision: "r", pipelines: pipelines as unknown as CompiledPipeline[], problems: [] };
  });

describe("a snapshot sent as differences", () => {
  test("arrives as it was, whatever was sent before", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom("staging", "production"), snapshots), { maxLength: 8 }),
        (sent) => {
          const sender = createDeltaSender();
          const receiver = createDeltaReceiver();
          for (const [view, snapshot] of sent) {
            expect(receiver.receive(view, sender.send(view, snapshot))).toEqual(snapshot);
          }
        },
      ),
    );
  });

  test("carries only what changed", () => {
    const sender = createDeltaSender();
    const pipeline = (slug: string, manifest: string) =>
      ({ slug, manifest, path: slug }) as unknown as CompiledPipeline;
    sender.send("staging", {
      revision: "1",
      pipelines: [pipeline("a", "1"), pipeline("b", "1")],
      problems: [],
    });
    const delta = sender.send("staging", { revision: "2", pipelines: [pipeline("b", "2")], problems: [] });
    expect(delta).toMatchObject({ isFull: false, pipelines: [{ slug: "b" }], removed: ["a"] });
  });
});
