import { createDeafStreams } from "../deaf-streams.ts";
import type { LocalRunOptions } from "../run-locally.ts";
import { StepFailure } from "../step-failure.ts";

/** What a test runs in: every step type that would reach further needs a mock; this is the second lock on the same door. */
export const noWorld: Pick<LocalRunOptions, "http" | "mailer" | "streams" | "connections"> = {
  http: {
    send: ({ url }) => refuse(url.host),
    stream: ({ url }) => refuse(url.host),
  },
  mailer: { send: ({ server }) => refuse(server.host) },
  streams: createDeafStreams(),
  connections: { query: async () => refuse("a database") },
};

async function refuse(host: string): Promise<never> {
  throw new StepFailure("security", `Tests reach no network; ${host} was asked.`);
}
