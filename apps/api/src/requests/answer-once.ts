import { createHmac } from "node:crypto";

import { canonicalJson, Failure, type OrgStore } from "@lockstep/model";
import type { Context, Next } from "hono";

import type { ApiEnv } from "../api-env.ts";
import { createAnswerBox } from "./answer-box.ts";

/** A request that came with an `Idempotency-Key`, already admitted and checked. */
interface KeyedRequest {
  readonly key: string;
  /** Everything that makes it this request. */
  readonly content: unknown;
}

export type AnswerOnce = (
  c: Context<ApiEnv>,
  request: KeyedRequest,
  next: Next,
) => Promise<Response | undefined>;

/** Longer than any request may take: what is under way for longer was lost with its process. */
const staleMs = 180_000;

/**
 * Does what a request asks once per token, route and key within 24 h; whoever repeats it gets the first answer. What
 * failed changed nothing, so its key is free again. Failures: `conflict` while the first one is under way,
 * `unprocessable` for another content.
 */
export function answerOnce(store: Pick<OrgStore, "requests">, serverKey: Uint8Array): AnswerOnce {
  const box = createAnswerBox(serverKey);
  return async (c, { key, content }, next) => {
    const scope = `${c.var.token.id} ${c.req.method} ${c.req.path}`;
    const request = { scope, key, body: digestOf(content, serverKey), run: runOf(c) };
    const claim = await store.requests.claim(request, staleMs);
    switch (claim.state) {
      case "under-way":
        throw underWay();
      case "answered":
        return box.open(request, claim.response);
      case "new":
        await next();
        if (c.res.ok) await store.requests.answer(request, await box.seal(request, c.res.clone()));
        else await store.requests.release(request);
        return undefined;
    }
  };
}

/** Answers about a run may hold what went into it and came out. */
function runOf(c: Context<ApiEnv>): string | null {
  return c.req.path.startsWith("/api/v1/runs/") ? (c.req.param("id") ?? null) : null;
}

/** Keyed, because a body may be a secret that could be guessed from its plain digest. */
function digestOf(content: unknown, serverKey: Uint8Array): string {
  return createHmac("sha256", serverKey).update(canonicalJson(content)).digest("hex");
}

function underWay(): Failure {
  return new Failure("conflict", "The same request is under way. Ask again for its answer.", {
    code: "IDEMPOTENCY_UNDER_WAY",
    retryAfterMs: 1_000,
  });
}
