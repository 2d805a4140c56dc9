import { Failure, type Revision } from "@lockstep/model";

import { brokenAnswer, readPackets } from "./pkt-line.ts";
import { revisionGone } from "./remote.ts";

/** What a server sent besides the pack: which commits now lack their parents, and which no longer do. */
export interface FetchAnswer {
  readonly shallow: readonly Revision[];
  readonly unshallow: readonly Revision[];
}

/** First byte of each packet in the pack section (side-band-64k). */
const packBand = 1;
const errorBand = 3;

/** Reads the answer to `fetch` and hands the pack's bytes on as they arrive. */
export async function readFetchAnswer(
  body: AsyncIterable<Uint8Array>,
  receive: (bytes: Buffer) => Promise<void>,
): Promise<FetchAnswer> {
  const shallow: Revision[] = [];
  const unshallow: Revision[] = [];
  let section = "";
  let isComplete = false;
  for await (const packet of readPackets(body)) {
    if (packet.kind !== "data") {
      isComplete ||= section === "packfile" && packet.kind === "flush";
      section = "";
    } else if (section === "packfile") {
      await readBand(packet.bytes, receive);
    } else {
      const [word = "", value = ""] = packet.bytes.toString("utf8").trim().split(" ");
      if (word === "ERR") throw refusal(packet.bytes.toString("utf8").slice(4));
      if (section === "") section = word;
      else if (word === "shallow") shallow.push(value);
      else if (word === "unshallow") unshallow.push(value);
    }
  }
  if (!isComplete) throw brokenAnswer();
  return { shallow, unshallow };
}

async function readBand(bytes: Buffer, receive: (bytes: Buffer) => Promise<void>): Promise<void> {
  if (bytes[0] === packBand) await receive(bytes.subarray(1));
  if (bytes[0] === errorBand) throw refusal(bytes.subarray(1).toString("utf8"));
}

function refusal(text: string): Failure {
  if (text.includes("not our ref")) {
    const words = "The git server: a branch moved while it was fetched; the next poll sees where it is.";
    return new Failure("repository-unreachable", words, { code: revisionGone });
  }
  const words = `The git server refused to send objects: ${printable(text)}.`;
  return new Failure("repository-unreachable", words);
}

function printable(text: string): string {
  return text
    .replaceAll(/[^\x20-\x7e]+/g, " ")
    .trim()
    .slice(0, 200);
}
