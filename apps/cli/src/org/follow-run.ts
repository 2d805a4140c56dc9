import { Failure, toFailure } from "@lockstep/model";

import { pause } from "../program/pause.ts";
import type { World } from "../program/world.ts";
import { apiPath } from "./api-path.ts";
import type { OrgClient, Query } from "./org-client.ts";
import { readEvents, type SentEvent } from "./read-events.ts";

/** How long to wait before a broken stream is opened again, and how often in a row. */
const retryMs = 1_000;
const mostFailures = 10;

const ends: ReadonlySet<string> = new Set(["run.completed", "run.failed", "run.cancelled"]);

/**
 * What happens in a run, to its end. A stream that breaks off is opened again after the last event that was seen, so
 * nothing is missed or told twice. Failures: those of the API; `org-unreachable` after ten attempts in a row.
 */
export async function* followRun(
  world: World,
  org: OrgClient,
  { run, query }: { readonly run: string; readonly query: Query },
): AsyncGenerator<SentEvent, void> {
  let lastSeen: string | null = null;
  let failures = 0;
  for (;;) {
    try {
      const body = await org.stream(apiPath("runs", run, "events"), {
        query,
        lastSeen,
        abort: world.interrupted,
      });
      if (body === null) return;
      for await (const event of readEvents(body)) {
        failures = 0;
        lastSeen = event.id ?? lastSeen;
        yield event;
        if (ends.has(event.name)) return;
      }
    } catch (thrown) {
      if (world.interrupted.aborted) return;
      failures += 1;
      if (!isPassing(thrown) || failures >= mostFailures) throw thrown;
    }
    await pause(world, retryMs);
  }
}

/** A network that broke off may come back; what the API refused stays refused. */
function isPassing(thrown: unknown): boolean {
  return !(thrown instanceof Failure) || toFailure(thrown).kind === "org-unreachable";
}
