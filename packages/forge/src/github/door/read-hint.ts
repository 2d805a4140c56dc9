import { type CheckAction, checkActions, type DeliveryHint } from "@lockstep/model";

import { countAt, formAt, idAt, lineAt, type PayloadObject, valueAt } from "./payload-reader.ts";

export const emptyHint: DeliveryHint = { ref: null, pullRequest: null, headRevision: null, request: null };

const branch = /^refs\/heads\/[^\s~^:?*[\\]+$/;
const revision = /^[0-9a-f]{40}$/;
/** Logins of people, of managed accounts (`ada_acme`) and of Apps (`lockstep[bot]`). */
const login = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?$/;

/** Where an event says that something happened. Events of no use, and fields of the wrong form, say nothing. */
export function readHint(event: string, action: string | null, payload: PayloadObject): DeliveryHint {
  switch (event) {
    case "push":
      // Tags of the same name are other refs, and no branch.
      return { ...emptyHint, ref: formAt(payload, branch, "ref") };
    case "pull_request":
    case "pull_request_review":
      return {
        ...emptyHint,
        pullRequest: countAt(payload, "pull_request", "number") ?? countAt(payload, "number"),
      };
    case "check_run":
      return action === "rerequested" || action === "requested_action"
        ? checkRunHint(action, payload)
        : emptyHint;
    case "check_suite":
      return action === "rerequested" ? checkSuiteHint(payload) : emptyHint;
    case "merge_group":
      return {
        ...emptyHint,
        ref: formAt(payload, branch, "merge_group", "head_ref"),
        headRevision: formAt(payload, revision, "merge_group", "head_sha"),
      };
    default:
      return emptyHint;
  }
}

function checkRunHint(action: string, payload: PayloadObject): DeliveryHint {
  const wish =
    action === "rerequested"
      ? "revalidate"
      : toCheckAction(valueAt(payload, "requested_action", "identifier"));
  const check = lineAt(payload, 255, "check_run", "name");
  const checkRun = idAt(payload, "check_run", "id");
  const sender = formAt(payload, login, "sender", "login");
  return {
    ref: null,
    pullRequest: firstPullRequest(valueAt(payload, "check_run", "pull_requests")),
    headRevision: formAt(payload, revision, "check_run", "head_sha"),
    request:
      wish === null || check === null || checkRun === null || sender === null
        ? null
        : { action: wish, check, checkRun, sender },
  };
}

/** "Re-run all checks": a wish about every check of the commit, so that `check` and `checkRun` are empty. */
function checkSuiteHint(payload: PayloadObject): DeliveryHint {
  const sender = formAt(payload, login, "sender", "login");
  return {
    ref: null,
    pullRequest: firstPullRequest(valueAt(payload, "check_suite", "pull_requests")),
    headRevision: formAt(payload, revision, "check_suite", "head_sha"),
    request: sender === null ? null : { action: "revalidate", check: "", checkRun: "", sender },
  };
}

/** Empty for heads in forks. */
function firstPullRequest(list: unknown): number | null {
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  return countAt({ first }, "first", "number");
}

function toCheckAction(identifier: unknown): CheckAction | null {
  return checkActions.find((action) => action === identifier) ?? null;
}
