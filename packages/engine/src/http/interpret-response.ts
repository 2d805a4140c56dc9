import type { Json, JsonObject } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";
import type { WithOf } from "../steps/step-executor.ts";
import type { HttpResponse } from "./http-client.ts";

/** A response as expressions see it. */
export interface InterpretedResponse extends JsonObject {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: Json;
}

/** Reads a body as `responseType` says. Fails as `http` when JSON was asked for and something else came. */
export function interpretResponse(
  { status, headers, body }: HttpResponse,
  responseType: NonNullable<WithOf<"http">["responseType"]>,
): InterpretedResponse {
  return { status, headers, body: interpretBody(body, headers["content-type"] ?? "", responseType) };
}

function interpretBody(bytes: Uint8Array, contentType: string, responseType: string): Json {
  if (responseType === "base64") return Buffer.from(bytes).toString("base64");
  const text = new TextDecoder().decode(bytes);
  const isJson = /^application\/(?:[a-z0-9.+-]+\+)?json\b/i.test(contentType);
  if (responseType === "text" || (responseType === "auto" && !isJson)) return text;
  if (text === "") return null;
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    if (responseType === "auto") return text;
    throw new StepFailure("http", "The response is not JSON.", { cause });
  }
}
