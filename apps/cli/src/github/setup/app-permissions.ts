/** What an App may do is asked for when it is made; what is left out can be added on its page later. */
export interface AppWishes {
  /** Commits of Lockstep: the button that bumps versions, branches of promotions and of adopted drift. */
  readonly hasBump: boolean;
  /** The one comment per pull request, and pull requests that Lockstep opens: promotions and adopted drift. */
  readonly hasComment: boolean;
}

interface Permission {
  /** As GitHub's API names it. */
  readonly name: string;
  readonly access: "read" | "write";
  readonly reason: string;
}

/** Permissions that the App asks for, each with its reason. */
export function appPermissions({ hasBump, hasComment }: AppWishes): readonly Permission[] {
  return [
    { name: "metadata", access: "read", reason: "GitHub asks this of every App" },
    {
      name: "contents",
      access: hasBump ? "write" : "read",
      reason: hasBump
        ? "to fetch the manifests, and to commit: a version when somebody presses “bump version”, a promotion, adopted drift"
        : "to fetch the manifests",
    },
    { name: "checks", access: "write", reason: "to show problems on the line and the plan per environment" },
    { name: "statuses", access: "read", reason: "to record which statuses a merge had" },
    {
      name: "pull_requests",
      access: hasComment ? "write" : "read",
      reason: hasComment
        ? "to see pull requests and reviews, to open those of promotions and adopted drift, and to keep the one comment"
        : "to see pull requests and reviews",
    },
    { name: "deployments", access: "write", reason: "to show what was deployed where" },
    { name: "merge_queues", access: "read", reason: "to check what a merge queue is about to merge" },
  ];
}

/** Events that the App listens to, each with its reason. All of them are hints only. */
export const appEvents: readonly { readonly name: string; readonly reason: string }[] = [
  { name: "push", reason: "a branch moved" },
  { name: "pull_request", reason: "a pull request was opened, changed or merged" },
  { name: "pull_request_review", reason: "somebody approved" },
  { name: "check_run", reason: "somebody pressed a button or “Re-run”" },
  { name: "check_suite", reason: "somebody pressed “Re-run all checks”" },
  { name: "merge_group", reason: "a merge queue is about to merge" },
];
