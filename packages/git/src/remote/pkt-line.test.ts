import fc from "fast-check";
import { expect, test } from "vitest";

import { readBranchList } from "./list-branches.ts";
import { encodeLine, readPackets } from "./pkt-line.ts";

async function* cut(bytes: Buffer, places: readonly number[]): AsyncGenerator<Uint8Array> {
  const sorted = [
    0,
    ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b),
    bytes.length,
  ];
  for (const [index, start] of sorted.entries()) yield bytes.subarray(start, sorted[index + 1] ?? start);
}

const collect = async (chunks: AsyncIterable<Uint8Array>) => {
  const lines: string[] = [];
  for await (const packet of readPackets(chunks)) {
    lines.push(packet.kind === "data" ? packet.bytes.toString() : packet.kind);
  }
  return lines;
};

test("reads the same packets however the network cuts them", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string()), fc.array(fc.nat()), async (lines, places) => {
      const bytes = Buffer.from(`${lines.map(encodeLine).join("")}00010000`);
      expect(await collect(cut(bytes, places))).toEqual([
        ...lines.map((line) => `${line}\n`),
        "delimiter",
        "flush",
      ]);
    }),
  );
});

const branch = encodeLine(`${"1".repeat(40)} refs/heads/main`);

test.each([
  ["an empty answer", ""],
  ["an answer without an end", branch],
  ["an answer cut inside a packet", `${branch}${branch.slice(0, 30)}`],
  ["a page of HTML", "<html>not found</html>"],
  ["an error of the server", `${encodeLine("ERR access denied")}0000`],
  ["a length that cannot be", `0003${branch}0000`],
])("takes no list of branches from %s", async (_, text) => {
  await expect(readBranchList(cut(Buffer.from(text), []))).rejects.toMatchObject({
    kind: "repository-unreachable",
  });
});
