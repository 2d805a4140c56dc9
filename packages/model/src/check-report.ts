import type { Revision, Timestamp } from "./identifiers.ts";

/** What one check says of one commit: everything that is sent, so that sending needs no second look. */
export interface CheckReport {
  /** One stable name per check: `lockstep / validate`, `lockstep / plan (staging)`, `lockstep / tests`. */
  readonly name: string;
  /** The commit it is shown on. */
  readonly headRevision: Revision;
  /** Digest of everything it was judged from; the same id is never reported twice. At most 100 characters. */
  readonly externalId: string;
  readonly conclusion: "success" | "neutral" | "failure" | "timed_out";
  /** The verdict, in at most 140 characters without markup: also the description of a commit status. */
  readonly title: string;
  /** Markdown, short, at most 65 000 characters. */
  readonly summary: string;
  /** Markdown, everything, at most 65 000 characters; `null` when the summary says it all. */
  readonly text: string | null;
  readonly annotations: readonly CheckAnnotation[];
  readonly buttons: readonly CheckButton[];
  /** Page that shows more. */
  readonly detailsUrl: string;
  readonly startedAt: Timestamp;
  readonly completedAt: Timestamp;
}

/** A remark on lines of one file. */
export interface CheckAnnotation {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based; `null` for the whole line. */
  readonly column: number | null;
  readonly level: "failure" | "warning" | "notice";
  /** At most 255 characters. */
  readonly title: string;
  /** At most 64 KB. */
  readonly message: string;
}

/** Something a person can ask for from the check's page. */
export interface CheckButton {
  /** At most 20 characters. */
  readonly label: string;
  /** At most 40 characters. */
  readonly description: string;
  readonly action: CheckAction;
}

/** At most 20 characters each: the forge's bound on identifiers. */
export const checkActions = ["revalidate", "bump-version"] as const;

export type CheckAction = (typeof checkActions)[number];

/** One deploy as the forge's deployment page shows it: one deployment per environment and commit. */
export interface DeploymentReport {
  readonly environment: string;
  readonly revision: Revision;
  readonly isProduction: boolean;
  /** Every state it has been in, oldest first; those that the forge has already are not sent again. */
  readonly states: readonly DeploymentState[];
  /** At most 140 characters. */
  readonly description: string;
  /** The deploy's page. */
  readonly logUrl: string;
}

export type DeploymentState = "queued" | "in_progress" | "success" | "failure" | "error" | "inactive";

/** The one comment on a pull request, edited in place. */
export interface CommentReport {
  readonly pullRequest: number;
  /** Markdown, at most 65 000 characters. */
  readonly body: string;
}
