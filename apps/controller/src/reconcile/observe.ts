import type { ControlSnapshot, EnvironmentStatus, Revision, Slug } from "@lockstep/model";
import { Failure } from "@lockstep/model";

import type { ControllerDeps } from "../controller-deps.ts";
import { findingsOf } from "./findings.ts";

/** What one look at git and the database showed, for all environments. */
export interface Observation {
  readonly heads: ReadonlyMap<string, Revision>;
  readonly control: ControlSnapshot;
  readonly rows: ReadonlyMap<Slug, EnvironmentStatus>;
}

/** Looks once at git and at the database; the control branch is compiled only when it moved. */
export interface Observer {
  observe(signal: AbortSignal): Promise<Observation>;
}

export function createObserver(deps: Pick<ControllerDeps, "source" | "store" | "controlBranch">): Observer {
  let control: ControlSnapshot | null = null;
  return {
    async observe(signal) {
      const heads = await deps.source.readHeads(signal);
      const revision = heads.get(deps.controlBranch);
      if (revision === undefined) throw missingControlBranch(deps.controlBranch, heads);
      if (control?.revision !== revision) {
        control = await deps.source.readControl({ branch: deps.controlBranch, revision }, signal);
      }
      return { heads, control, rows: await registerEnvironments(deps, control) };
    },
  };
}

function missingControlBranch(branch: string, heads: ReadonlyMap<string, Revision>): Failure {
  const known = [...heads.keys()].slice(0, 5).join(", ");
  const there = known === "" ? "the repository has no branches" : `there are: ${known}`;
  return new Failure(
    "repository-invalid",
    `control branch '${branch}' does not exist (${there}); push it or set LOCKSTEP_CONTROL_BRANCH`,
    { code: "BRANCH_MISSING" },
  );
}

/** Every environment has its row before any of them is applied, so that all that start together count as first. */
async function registerEnvironments(
  { store }: Pick<ControllerDeps, "store">,
  control: ControlSnapshot,
): Promise<ReadonlyMap<Slug, EnvironmentStatus>> {
  const rows = byName(await store.environments.list());
  const missing = control.environments.filter(({ slug }) => !rows.has(slug));
  if (missing.length === 0) return rows;
  for (const { environment } of missing) {
    const { slug, title, tier, source } = environment;
    await store.environments.saveFindings(
      { slug, title, tier },
      findingsOf("pending", { branch: source.branch }),
    );
  }
  return byName(await store.environments.list());
}

function byName(rows: readonly EnvironmentStatus[]): ReadonlyMap<Slug, EnvironmentStatus> {
  return new Map(rows.map((row) => [row.slug, row]));
}
