import type { Json } from "./identifiers.ts";

export type Severity = "error" | "warning";

/** Every problem code with its usual severity and one line for the documentation. */
export const problemCodes = {
  JSON_SYNTAX: ["error", "The file is not JSON."],
  JSON_DUPLICATE_KEY: ["error", "An object has the same key twice."],
  JSON_ENCODING: [
    "error",
    "The file is not UTF-8 without a byte order mark, or holds a lone surrogate or a bidirectional control character.",
  ],
  JSON_LIMIT: ["error", "The file is larger, deeper or longer than allowed."],
  SCHEMA: ["error", "A field is unknown, missing or of the wrong shape."],
  SLUG_FILE: ["error", "The file is not named after its slug."],
  SLUG_DUPLICATE: ["error", "Two files declare the same slug."],
  SLUG_RESERVED: ["error", "The slug is a reserved word."],
  STEP_DUPLICATE: ["error", "Two steps have the same id."],
  STEP_UNKNOWN: ["error", "A step depends on a step that does not exist."],
  STEP_CYCLE: ["error", "Steps depend on each other in a circle."],
  STEP_SELF: ["error", "A step depends on itself."],
  STEP_TYPE: ["error", "There is no such step type."],
  EXPR_SYNTAX: ["error", "An expression cannot be parsed."],
  EXPR_TYPE: ["error", "An expression can never have the type it needs."],
  EXPR_UNKNOWN_NAME: ["error", "An expression uses a name that does not exist there."],
  EXPR_NOT_ANCESTOR: ["error", "An expression reads a step that need not have run before."],
  EXPR_MAYBE_SKIPPED: ["error", "An expression reads a step that may be skipped without optional syntax."],
  EXPR_IMPOSSIBLE_PATH: ["error", "An expression reads a field that the schema rules out."],
  USES_UNDECLARED: ["error", "A variable, secret or connection is used without being declared in `uses`."],
  USES_UNUSED: ["warning", "A name declared in `uses` is not used."],
  SECRET_MISPLACED: ["error", "A secret stands where secrets are not allowed."],
  SECRET_LITERAL: ["error", "A value looks like a secret written into the manifest."],
  SQL_TEMPLATE: ["error", "An SQL statement holds a template; use parameters."],
  CRON_INVALID: ["error", "A cron schedule cannot be parsed."],
  TIMEZONE_INVALID: ["error", "There is no such time zone."],
  CALLEE_UNKNOWN: ["error", "A called pipeline does not exist in that range."],
  CALLEE_CYCLE: ["error", "Pipelines call or trigger each other in a circle."],
  FILE_ESCAPES: ["error", "A `$file` leaves the manifest's folder tree."],
  FILE_MISSING: ["error", "A `$file` does not exist."],
  FILE_KIND: ["error", "A file is a symbolic link, a submodule, a large-file pointer or of the wrong kind."],
  INPUT_SAMPLE: ["error", "The sample does not fit the input schema."],
  TEST_INVALID: ["error", "A test does not fit its pipeline."],
  IMMUTABLE_VERSION: ["error", "A released version would change its behaviour."],
  SEMVER_TOO_SMALL: ["error", "The version grows less than the change needs."],
  SEMVER_DOWNGRADE: ["error", "The version is lower than the applied one."],
  CONTRACT_BROKEN: ["error", "The input or output contract breaks its callers."],
  CONTRACT_UNKNOWN: ["error", "Whether a changed contract breaks its callers cannot be told."],
  PRUNE_BRAKE: ["error", "More pipelines would be retired than allowed without a person."],
  EMPTY_SNAPSHOT: ["error", "The revision has no pipelines, the environment has."],
  NO_QUEUE: ["error", "A pipeline's team has no queue in the environment."],
  QUEUE_DEDICATED: ["error", "A queue that is dedicated to one team or pipeline is named by another."],
  VARIABLE_MISSING: ["error", "The environment does not declare a variable that a pipeline uses."],
  SECRET_MISSING: [
    "error",
    "A secret that a pipeline uses is not declared, not shared with its team or cannot be resolved.",
  ],
  CONNECTION_MISSING: [
    "error",
    "The environment does not declare a connection or channel that a pipeline uses.",
  ],
  WEBHOOK_OPEN: ["error", "A production environment has a webhook trigger without authentication."],
  COMMIT_UNSIGNED: [
    "error",
    "A commit is not signed by an allowed signer, and the environment requires that.",
  ],
  SIGNERS_MISSING: ["error", "An environment requires signed commits, and nobody is allowed to sign."],
  TEST_FAILED: ["error", "A manifest's own test fails, and the environment requires that it passes."],
  PULL_REQUEST_MISSING: [
    "error",
    "A commit came in past any pull request, and the environment requires one.",
  ],
  CONTENT_QUARANTINED: ["error", "Content that was taken out as bad would come back."],
  TEAM_UNKNOWN: ["error", "A gate names a team that `lockstep.json` does not have."],
  APPROVERS_MISSING: ["error", "A gate asks for more people than it names."],
  BRANCH_MISSING: ["error", "The environment's branch does not exist."],
  BRANCH_REWRITTEN: ["error", "The branch no longer contains the applied revision."],
  BRANCH_SHARED: ["error", "Two environments follow the same branch."],
  ENVIRONMENT_UNKNOWN: ["error", "A named environment does not exist."],
} as const satisfies Record<string, readonly [Severity, string]>;

/** A stable word for one kind of problem, the same in CLI, checks, SARIF, API and dashboard. */
export type ProblemCode = keyof typeof problemCodes;

/** Something wrong with a manifest or a plan, at a place a person can go to. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** Path inside the repository with `/`; empty when no file is to blame. */
  readonly file: string;
  /** 1-based; 1 when the whole file is meant. */
  readonly line: number;
  /** 1-based, in UTF-16 code units; 1 when the whole line is meant. */
  readonly column: number;
  /** JSON pointer (RFC 6901) into the manifest; empty for the whole file. */
  readonly path: string;
  /** What, which, and what was expected. */
  readonly message: string;
  /** What to do about it, where known. */
  readonly fix?: string;
  /** Facts for programs, such as both checksums of an `IMMUTABLE_VERSION`. */
  readonly facts?: { readonly [name: string]: Json };
}

/** A problem without a place in a file, with the usual severity of its code. */
export function problem(
  code: ProblemCode,
  message: string,
  more: Partial<Omit<Problem, "code" | "message">> = {},
): Problem {
  return {
    code,
    severity: problemCodes[code][0],
    file: "",
    line: 1,
    column: 1,
    path: "",
    message,
    ...more,
  };
}

/** Whether any of the problems is an error. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}

/** By file, line, column, then code: the order in which people read them. */
export function compareProblems(a: Problem, b: Problem): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.code, b.code);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
