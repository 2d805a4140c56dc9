import type { EnvironmentFindings, EnvironmentStatus } from "../environment-status.ts";
import type { Revision, Slug } from "../identifiers.ts";
import type { AppliedPipeline, AppliedState } from "../plan.ts";
import type { PinnedCallee } from "../run.ts";
import type { Page, PageRequest } from "./page.ts";

export interface EnvironmentStore {
  list(): Promise<readonly EnvironmentStatus[]>;
  load(slug: Slug): Promise<EnvironmentStatus | null>;
  /** Makes the row on first sight, else updates title, tier and findings, and stamps `observedAt`. */
  saveFindings(
    environment: {
      readonly slug: Slug;
      readonly title: string;
      readonly tier: EnvironmentStatus["tier"];
    },
    findings: EnvironmentFindings,
  ): Promise<void>;
  /** Everything in force, pipelines included. */
  loadApplied(slug: Slug): Promise<AppliedState>;
  /** Applied pipelines by slug; `search` matches slugs. */
  listPipelines(
    slug: Slug,
    filter: { readonly search: string | null; readonly team: string | null },
    page: PageRequest,
  ): Promise<Page<AppliedPipeline>>;
  loadPipeline(environment: Slug, slug: Slug): Promise<AppliedPipeline | null>;
  /** What the calls of a pipeline, and of those it calls, resolve to since the last apply. */
  loadLocks(environment: Slug, caller: Slug): Promise<readonly PinnedCallee[]>;
  /** Asks the controller, in whatever process it runs, to look at an environment now. */
  raiseHint(slug: Slug): Promise<void>;
  /** Takes all hints raised so far. */
  takeHints(): Promise<readonly Slug[]>;
  /** Counts an attempt to compile a revision before it starts, and returns how many there were, this one included. */
  countCompileAttempt(environment: Slug, revision: Revision): Promise<number>;
  /** Forgets the attempts after the compilation ended by itself. */
  clearCompileAttempts(environment: Slug, revision: Revision): Promise<void>;
}
