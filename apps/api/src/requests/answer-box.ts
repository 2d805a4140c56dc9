import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

import { Failure, type RepeatableRequest } from "@lockstep/model";

/** Keeps answers so that only this installation can read them: one may hold a token that is shown once. */
export interface AnswerBox {
  seal(request: RepeatableRequest, response: Response): Promise<string>;
  /** Failure: `internal` when the text was sealed for another request or under another server key. */
  open(request: RepeatableRequest, sealed: string): Response;
}

interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const algorithm = "aes-256-gcm";

/** Headers that belong to the answer; the others belong to the request that gets it. */
const keptHeaders = ["Content-Type", "Location"];

/** AES-256-GCM under a key derived from the server key, bound to scope and key of the request. */
export function createAnswerBox(serverKey: Uint8Array): AnswerBox {
  const key = Buffer.from(hkdfSync("sha256", serverKey, "", "lockstep-answers/v1", 32));
  return {
    async seal(request, response) {
      const iv = randomBytes(12);
      const cipher = createCipheriv(algorithm, key, iv).setAAD(boundTo(request));
      const text = JSON.stringify(await answerOf(response));
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64");
    },
    open(request, sealed) {
      const bytes = Buffer.from(sealed, "base64");
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, 12))
        .setAAD(boundTo(request))
        .setAuthTag(bytes.subarray(12, 28));
      try {
        const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
        return responseOf(JSON.parse(text) as Answer);
      } catch (cause) {
        throw new Failure("internal", "A kept answer cannot be read with this server key.", { cause });
      }
    },
  };
}

function boundTo({ scope, key }: RepeatableRequest): Buffer {
  return Buffer.from(JSON.stringify([scope, key]));
}

async function answerOf(response: Response): Promise<Answer> {
  const headers = keptHeaders.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { status: response.status, headers, body: await response.text() };
}

function responseOf({ status, headers, body }: Answer): Response {
  const all = new Headers(headers.map(([name, value]): [string, string] => [name, value]));
  all.set("Idempotent-Replayed", "true");
  return new Response(body === "" ? null : body, { status, headers: all });
}
