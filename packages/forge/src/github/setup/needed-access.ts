/** A permission that the App needs, and what for. */
export interface NeededPermission {
  readonly name: string;
  readonly level: "read" | "write";
  readonly reason: string;
}

/** Everything the App asks for. Nothing more is needed. */
export const neededPermissions: readonly NeededPermission[] = [
  { name: "metadata", level: "read", reason: "to find the repository and what an account may do in it" },
  {
    name: "contents",
    level: "write",
    reason:
      "to read manifests, and to commit for the button that bumps versions, promotions and adopted drift",
  },
  {
    name: "pull_requests",
    level: "write",
    reason:
      "to read pull requests and reviews, to open those of promotions and adopted drift, and to comment",
  },
  { name: "checks", level: "write", reason: "to show problems and plans on pull requests" },
  { name: "statuses", level: "read", reason: "to record which statuses a merge had" },
  { name: "deployments", level: "write", reason: "to show what is deployed" },
  { name: "merge_queues", level: "read", reason: "to check what a merge queue is about to merge" },
];

/** An event that the App subscribes to, and what happens without it. */
export interface NeededEvent {
  readonly name: string;
  readonly reason: string;
}

export const neededEvents: readonly NeededEvent[] = [
  { name: "push", reason: "deploys start when the next poll sees them, not at once" },
  { name: "pull_request", reason: "checks start when the next poll sees them, not at once" },
  { name: "pull_request_review", reason: "gates that wait for a review open when the next poll sees it" },
  { name: "check_run", reason: "the buttons of checks do nothing" },
  { name: "check_suite", reason: "asking to run all checks again does nothing" },
  { name: "merge_group", reason: "checks of a merge queue start when the next poll sees it, not at once" },
];

const levels = ["none", "read", "write", "admin"];

/** Whether one level of access holds another. */
export function grants(given: string | undefined, needed: string): boolean {
  return levels.indexOf(given ?? "none") >= levels.indexOf(needed);
}
