import { systemTimer, toFailure } from "@lockstep/model";

import type { Installation } from "../processes/installation.ts";
import { pause } from "../program/pause.ts";
import { ensureDemoTokens } from "./demo-tokens.ts";
import { openStoryBranches } from "./story-branches.ts";
import { storyChapters } from "./story-chapters.ts";
import { createStoryClient } from "./story-client.ts";
import { tellChapter } from "./tell-chapter.ts";

/** How long a start waits for the story, so that nobody clones the demo while its branches still move. */
const patienceMs = 5_000;

/** The story of the demo, told through this process's own API. */
interface Story {
  stop(): Promise<void>;
}

/**
 * Pushes, deploys, approves and runs what happened in the demo before anybody looked, chapter by chapter. The demo
 * repository remembers which chapters were told, so that a start goes on where the one before was killed. A fault is only
 * logged.
 */
export async function startStory(installation: Installation): Promise<Story> {
  const stopping = new AbortController();
  const telling = tellStory(installation, stopping.signal).catch((thrown: unknown) => {
    if (!stopping.signal.aborted)
      installation.log.warn(
        { err: thrown },
        `the demo's story goes on at the next start: ${toFailure(thrown).message}`,
      );
  });
  await Promise.race([telling, pause({ timer: systemTimer }, patienceMs)]);
  return {
    async stop() {
      stopping.abort();
      await telling;
    },
  };
}

async function tellStory(installation: Installation, stopping: AbortSignal): Promise<void> {
  const { configuration, data } = installation;
  const branches = openStoryBranches(configuration.repository ?? data.path);
  const told = await Promise.all(storyChapters.map(({ name }) => branches.wasTold(name)));
  const chapters = storyChapters.filter((_, at) => told[at] === false);
  if (chapters.length === 0) return;
  const client = createStoryClient(configuration, await ensureDemoTokens(installation), stopping);
  for (const chapter of chapters) {
    stopping.throwIfAborted();
    if ((await tellChapter(client, branches, chapter)) === "taken-over") return;
    await branches.markTold(chapter.name);
  }
}
