import { greeter } from "./example-manifests.ts";
import type { Installation } from "./installation.ts";

/** What a client was promised: ids of runs that were answered with 202. */
export interface Promised {
  readonly runs: Set<string>;
}

/** Pushes commits and starts runs until told to stop; what fails because the process is down is not promised. */
export function startLoad(acme: Installation, slugs: readonly string[]): { stop(): Promise<Promised> } {
  const promised: Promised = { runs: new Set() };
  const stopping = new AbortController();

  async function pushForever(): Promise<void> {
    for (let patch = 1; !stopping.signal.aborted; patch += 1) {
      const files = Object.assign(
        {},
        ...slugs.map((slug) => greeter(slug, { version: `1.0.${patch}`, text: `Take ${patch}` })),
      );
      await acme.repository.commit({ branch: "main", files, message: `Take ${patch}` });
      await pause(120);
    }
  }

  async function runForever(): Promise<void> {
    while (!stopping.signal.aborted) {
      const slug = slugs[promised.runs.size % slugs.length] ?? "";
      const answer = await acme
        .call("POST", `/environments/production/pipelines/${slug}/run`, { input: {} })
        .catch(() => null);
      if (answer?.status === 202) promised.runs.add(answer.body.run.id);
      else await pause(10);
    }
  }

  const working = [pushForever(), runForever(), runForever()];
  return {
    async stop() {
      stopping.abort();
      await Promise.all(working);
      return promised;
    },
  };
}

/** Paces the load; nothing is awaited by it. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
