import {
  type AdoptedDrift,
  type DetectedDrift,
  type DriftRequest,
  type Environment,
  Failure,
  type JsonObject,
} from "@lockstep/model";
import { adoptionBody } from "@lockstep/report";

import type { ChangeProposal } from "../proposals/change-proposal.ts";
import { adoptedEnvironmentFile } from "./adopted-environment-file.ts";
import { adoptedPipelineFile } from "./adopted-pipeline-file.ts";
import type { AdoptDeps } from "./drift-deps.ts";
import { notAdoptable } from "./not-adoptable.ts";

/** A file as it would have to be for git to say what the database says; `text` null removes it. */
export interface AdoptedFile {
  /** Branch that it belongs to. */
  readonly branch: string;
  readonly path: string;
  readonly text: string | null;
}

/** Proposes a difference as a change of git, with its ledger entry. Fails as `unprocessable` with why it cannot be. */
export async function adoptDrift(
  deps: AdoptDeps,
  { environment, id, actor, reason }: DriftRequest,
  found: DetectedDrift,
  signal: AbortSignal,
): Promise<AdoptedDrift> {
  const policy = (await deps.store.environments.load(environment))?.policy ?? null;
  if (policy === null) throw notAdoptable(found, "nothing was ever applied there");
  const file = await adoptedFile(deps, policy, found, signal);
  const proposal = await proposalOf(deps, { found, file, reason }, signal);
  const proposed = await deps.proposeChange(proposal, signal);
  const adopted: AdoptedDrift =
    proposed.kind === "commands"
      ? proposed
      : { kind: "pull-request", number: proposed.pullRequest.number, url: proposed.pullRequest.url };
  const { branch, base } = proposal;
  const facts: JsonObject = { branch, base: base.branch, revision: base.revision, path: file.path };
  await deps.store.drift.noteAdoption(environment, id, {
    actor,
    reason,
    proposal: adopted.kind === "commands" ? facts : { ...facts, url: adopted.url, number: adopted.number },
  });
  return adopted;
}

function adoptedFile(
  deps: AdoptDeps,
  policy: Environment,
  found: DetectedDrift,
  signal: AbortSignal,
): Promise<AdoptedFile> {
  switch (found.part) {
    case "pipeline":
      return adoptedPipelineFile(deps, policy, found);
    case "environment":
      return adoptedEnvironmentFile(deps, found, signal);
    case "trigger":
      throw notAdoptable(
        found,
        "triggers follow from the pipeline's manifest and the environment's: change those in git",
      );
    case "lock":
      throw notAdoptable(
        found,
        "locks follow from what is deployed together: change versions or ranges in git",
      );
  }
}

interface Wanted {
  readonly found: DetectedDrift;
  readonly file: AdoptedFile;
  readonly reason: string;
}

async function proposalOf(
  { source }: AdoptDeps,
  { found, file, reason }: Wanted,
  signal: AbortSignal,
): Promise<ChangeProposal> {
  const { branch, path, text } = file;
  const revision = (await source.readHeads(signal)).get(branch);
  if (revision === undefined)
    throw new Failure("not-found", `The branch ${branch} does not exist.`, { code: "BRANCH_MISSING" });
  const current = (await source.readTexts(revision, [path], signal)).get(path) ?? null;
  if (current === text) throw notAdoptable(found, `git says it already: ${path} on ${branch}`);
  const title = `Adopt drift of ${found.slug} in ${found.environment}`;
  return {
    branch: `lockstep/adopt-${found.environment}-${found.id.slice(0, 12)}`,
    base: { branch, revision },
    files: [{ path, text }],
    title,
    body: adoptionBody(found, reason),
    message: `${title}\n\n${reason}\n`,
  };
}
