import { createHash } from "node:crypto";

import { inlineBytes, type Json } from "@lockstep/model";

/** A large value beside the row that refers to it by `digest`. */
export interface Payload {
  readonly run: string;
  readonly digest: string;
  readonly body: string;
  readonly bytes: number;
}

/** A value as a row keeps it: as text, or by reference. */
export interface KeptValue {
  readonly text: string;
  readonly payload: Payload | null;
}

/** Decides where a value of a run lies. Nearly all are small; `null` is the commonest. */
export function keepValue(run: string, value: Json): KeptValue {
  const text = value === null ? "null" : JSON.stringify(value);
  const bytes = text.length * 3 > inlineBytes ? Buffer.byteLength(text) : 0;
  if (bytes <= inlineBytes) return { text, payload: null };
  return { text: "null", payload: { run, digest: digestOf(text), body: text, bytes } };
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
