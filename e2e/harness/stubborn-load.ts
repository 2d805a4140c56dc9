import { randomUUID } from "node:crypto";

import type { Member } from "./cluster.ts";
import { pause } from "./crash-load.ts";

/** Starts runs through whichever API answers and insists under one idempotency key, until told to stop. */
export function startStubbornLoad(
  apis: readonly Member[],
  slugs: readonly string[],
  lanes: number,
): { stop(): Promise<ReadonlySet<string>> } {
  const accepted = new Set<string>();
  const stopping = new AbortController();

  async function insist(slug: string): Promise<string> {
    const key = randomUUID();
    for (let attempt = 0; ; attempt += 1) {
      const api = apis[attempt % apis.length];
      const answer = await api
        ?.call("POST", `/environments/production/pipelines/${slug}/run`, {}, { "idempotency-key": key })
        .catch(() => null);
      if (answer?.status === 202) return answer.body.run.id;
      if (answer?.status === 200) return answer.body.run.id;
      await pause(20);
    }
  }

  async function work(lane: number): Promise<void> {
    for (let run = lane; !stopping.signal.aborted; run += 1) {
      accepted.add(await insist(slugs[run % slugs.length] ?? ""));
      await pause(60);
    }
  }

  const working = Array.from({ length: lanes }, (_, lane) => work(lane));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(working);
      return accepted;
    },
  };
}
