import type { Checksum } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { orderManifest } from "../../testing/order-manifest.ts";
import { checksums } from "../canonical/checksums.ts";
import type { WrittenPipeline } from "../format/pipeline-format.ts";
import { resolvePipeline } from "../resolve-pipeline.ts";
import { createPipelineLoader } from "./create-pipeline-loader.ts";

const written = JSON.parse(orderManifest) as WrittenPipeline;
const { manifest, content, canonical } = checksums(written);

function loaderOf(rows: Record<Checksum, string>) {
  const asked: Checksum[] = [];
  const loader = createPipelineLoader({
    loadManifest: (checksum) => {
      asked.push(checksum);
      return Promise.resolve(rows[checksum] ?? null);
    },
  });
  return { loader, asked };
}

describe("the pipeline loader", () => {
  test("gives what was compiled, with its checksums", async () => {
    const { loader } = loaderOf({ [manifest]: canonical });
    const loaded = await loader.load(manifest);
    expect(loaded).toMatchObject({ manifest, content });
    expect(loaded.pipeline.steps.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
      resolvePipeline(written).steps.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    );
  });

  test("asks the database once per manifest", async () => {
    const { loader, asked } = loaderOf({ [manifest]: canonical });
    await loader.load(manifest);
    await loader.load(manifest);
    expect(asked).toEqual([manifest]);
  });

  test("refuses a row that was changed, every time", async () => {
    const { loader } = loaderOf({ [manifest]: canonical.replace("orders", "others") });
    await expect(loader.load(manifest)).rejects.toMatchObject({ kind: "row-tampered" });
    await expect(loader.load(manifest)).rejects.toMatchObject({ kind: "row-tampered" });
  });

  test("says when nothing is stored", async () => {
    await expect(loaderOf({}).loader.load(manifest)).rejects.toMatchObject({ kind: "not-found" });
  });
});
