import { steadyClock, systemTimer } from "@lockstep/model";

import { pause } from "../program/pause.ts";
import type { StoryClient } from "./story-client.ts";

/** An environment as the API shows it, as far as the story looks at it. */
interface ShownEnvironment {
  readonly slug: string;
  readonly state: string;
  readonly desired: { readonly revision: string | null };
  readonly applied: { readonly revision: string | null };
  readonly deploy: string | null;
}

/** Longer than any look takes; after that something is in the way that the story does not know. */
const longestMs = 60_000;

/**
 * Looks until the revision (`null`: any) is applied, or a deploy of it waits for people, whose id is returned then. Fails
 * when neither happens.
 */
export async function untilSettled(
  client: StoryClient,
  slug: string,
  revision: string | null,
): Promise<string | null> {
  const deadline = steadyClock.now() + longestMs;
  while (steadyClock.now() < deadline) {
    const shown = await lookNow(client, slug);
    const applied = shown?.applied.revision ?? null;
    if (applied !== null && (revision === null || applied === revision)) return null;
    if (shown?.state === "waiting" && shown.desired.revision === revision) return shown.deploy;
    await pause({ timer: systemTimer }, 50);
  }
  throw new Error(`${slug} did not come to ${revision ?? "its first commit"}`);
}

/** `null` before the controller has looked for the first time. */
async function lookNow(client: StoryClient, slug: string): Promise<ShownEnvironment | null> {
  const { items } = await client.get<{ items: readonly ShownEnvironment[] }>("priya", "/environments");
  if (!items.some((environment) => environment.slug === slug)) return null;
  const path = `/environments/${slug}/reconcile?wait=5s`;
  const { environment } = await client.post<{ environment: ShownEnvironment }>("priya", path, {});
  return environment;
}
