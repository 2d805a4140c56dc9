import { TextDecoder } from "node:util";

import { type Finding, findingInText } from "./finding.ts";

/** Bytes as text. Where they are not UTF-8 without a byte order mark, the text ends there and a finding says so. */
export interface DecodedText {
  readonly text: string;
  readonly finding: Finding | null;
}

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const fix = "Save the file as UTF-8 without a byte order mark.";

/** Decodes UTF-8 strictly. */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return {
      text: "",
      finding: findingInText("JSON_ENCODING", 0, "The file begins with a byte order mark.", fix),
    };
  try {
    return { text: strictDecoder.decode(bytes), finding: null };
  } catch {
    return undecodable(bytes);
  }
}

function undecodable(bytes: Uint8Array): DecodedText {
  const bad = firstBadByte(bytes);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, bad));
  const message = `Byte ${bad + 1} of the file is not UTF-8.`;
  return { text, finding: findingInText("JSON_ENCODING", text.length, message, fix) };
}

/** Length of the longest decodable prefix, by bisection: no work on good files, little on bad ones. */
function firstBadByte(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isDecodable(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** `stream` accepts a character that the end of the prefix cuts in two, so the decoder is used once. */
function isDecodable(prefix: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(prefix, { stream: true });
    return true;
  } catch {
    return false;
  }
}
