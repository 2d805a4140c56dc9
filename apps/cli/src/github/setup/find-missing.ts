import { createGitHubForge } from "@lockstep/forge";
import { type SetupFinding, toFailure } from "@lockstep/model";

import { gatherGitHubSettings } from "../../configuration/gather-github-settings.ts";
import type { Configuration } from "../../configuration/settings.ts";
import { gitHubOf } from "../../processes/connect-forge.ts";
import type { World } from "../../program/world.ts";

/** What is missing, or why that cannot be told. */
export type Missing =
  | { readonly findings: readonly SetupFinding[]; readonly because: null }
  | { readonly findings: null; readonly because: string };

const deadlineMs = 30_000;

/** Looks with the credentials that a server would use, so that it works before one runs. */
export async function findMissing(
  { env, cwd, fetch }: Pick<World, "env" | "cwd" | "fetch">,
  { repository, dataDirectory }: Configuration,
): Promise<Missing> {
  const around = { repository, dataDirectory, workingDirectory: cwd };
  const { settings, errors } = gatherGitHubSettings(env, around);
  if (settings === null) return { findings: null, because: errors.join(" ") };
  try {
    const forge = createGitHubForge({ ...gitHubOf(settings), fetch });
    return { findings: await forge.inspect(AbortSignal.timeout(deadlineMs)), because: null };
  } catch (thrown) {
    return { findings: null, because: toFailure(thrown).message };
  }
}
