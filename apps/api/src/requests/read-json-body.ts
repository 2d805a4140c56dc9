import { Failure, isDeeperThan } from "@lockstep/model";
import type { HonoRequest } from "hono";

import { readBody } from "./read-body.ts";

const maxDepth = 64;

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/** The body as JSON; an empty one is `{}`. Failures: `unsupported-media-type`, `too-large`, `invalid-input`. */
export async function readJsonBody(request: HonoRequest): Promise<unknown> {
  assertJson(request);
  const text = decode(await readBody(request));
  const value: unknown = text.trim() === "" ? {} : parse(text);
  if (isDeeperThan(value, maxDepth)) {
    throw new Failure("invalid-input", `The body is nested deeper than ${maxDepth} levels.`, {
      code: "JSON_LIMIT",
    });
  }
  return value;
}

/** Fails as `unsupported-media-type` unless the body is said to be JSON. */
export function assertJson(request: HonoRequest): void {
  if (isJson(request.header("Content-Type"))) return;
  throw new Failure("unsupported-media-type", "Send `Content-Type: application/json`, even without a body.");
}

function isJson(contentType: string | undefined): boolean {
  return contentType !== undefined && /^application\/json\s*(;|$)/i.test(contentType);
}

function decode(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch (cause) {
    throw new Failure("invalid-input", "The body is not UTF-8.", { code: "JSON_ENCODING", cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The parser's own message quotes the text, which may hold a secret.
    throw new Failure("invalid-input", "The body is not JSON.", { code: "JSON_SYNTAX", cause });
  }
}
