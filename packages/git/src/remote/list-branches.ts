import { Failure, type Revision } from "@lockstep/model";

import { brokenAnswer, delimiter, encodeLine, flush, readPackets } from "./pkt-line.ts";

const prefix = "refs/heads/";

/** The body of an `ls-refs` request for branches. */
export function encodeListBranches(): Buffer<ArrayBuffer> {
  return Buffer.from(
    [encodeLine("command=ls-refs"), delimiter, encodeLine(`ref-prefix ${prefix}`), flush].join(""),
  );
}

/**
 * Reads the answer to the end. A list that breaks off or holds an error is a failure: a branch that is missing from
 * it would be taken for deleted.
 */
export async function readBranchList(
  body: AsyncIterable<Uint8Array>,
): Promise<ReadonlyMap<string, Revision>> {
  const branches = new Map<string, Revision>();
  let isComplete = false;
  for await (const packet of readPackets(body)) {
    if (packet.kind !== "data") {
      isComplete ||= packet.kind === "flush";
      continue;
    }
    const line = packet.bytes.toString("utf8").trimEnd();
    const [, id, ref] = /^([0-9a-f]{40}) (\S+)/.exec(line) ?? [];
    if (id === undefined || ref === undefined) {
      throw new Failure(
        "repository-unreachable",
        "The git server answered the list of branches with an error.",
      );
    }
    if (ref.startsWith(prefix)) branches.set(ref.slice(prefix.length), id);
  }
  if (!isComplete) throw brokenAnswer();
  return branches;
}
