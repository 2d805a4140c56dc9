import {
  problem,
  type ControlSnapshot,
  type EnvironmentFindings,
  type Slug,
  type Timestamp,
} from "@lockstep/model";

import type { Subject } from "../planning/subject.ts";
import { findingsOf } from "./findings.ts";
import type { Observation } from "./observe.ts";

/** An environment that can be planned, or what keeps it from being so. */
export type FoundSubject = { readonly subject: Subject } | { readonly findings: EnvironmentFindings };

/** Looks up configuration and branch of an environment. */
export function findSubject(slug: Slug, { heads, control, rows }: Observation): FoundSubject {
  const status = rows.get(slug);
  const configuration = control.environments.find((environment) => environment.slug === slug);
  if (configuration === undefined || status === undefined)
    return { findings: withoutConfiguration(slug, control, status?.retiredAt ?? null) };
  const { branch } = configuration.environment.source;
  const revision = heads.get(branch);
  if (revision !== undefined)
    return { subject: { status, configuration, control, rows, head: { branch, revision } } };
  const message = `branch '${branch}' does not exist; what was applied stays in force`;
  const fix = `push '${branch}' or name another branch in ${configuration.path}`;
  return {
    findings: findingsOf("refused", {
      branch,
      because: message,
      next: fix,
      desiredControlRevision: control.revision,
      problems: [problem("BRANCH_MISSING", message, { file: configuration.path, fix })],
    }),
  };
}

function withoutConfiguration(
  slug: Slug,
  control: ControlSnapshot,
  retiredAt: Timestamp | null,
): EnvironmentFindings {
  const file = `environments/${slug}.json`;
  const problems = control.problems.filter((found) => found.file === file);
  if (control.broken.includes(slug)) {
    const because = `${file} has errors on the control branch; what was applied stays in force`;
    return findingsOf("refused", { because, problems, desiredControlRevision: control.revision });
  }
  if (retiredAt !== null)
    return findingsOf("held", {
      removed: true,
      because: `it was taken out of service on ${retiredAt}; nothing runs here any more`,
      next: `Nothing. If ${file} comes back, it is planned anew by the policy that it had.`,
      desiredControlRevision: control.revision,
    });
  return findingsOf("held", {
    removed: true,
    because: `${file} is no longer on the control branch; what was applied stays in force`,
    next: `Put the file back, or take it out of service with \`lockstep retire -e ${slug}\`. Until then what was applied runs on, and nothing changes.`,
    desiredControlRevision: control.revision,
    problems: [problem("ENVIRONMENT_UNKNOWN", `${file} does not exist`, { file })],
  });
}

/** The part of findings that says what git asks for. */
export function placeOf({ head, control }: Subject): Partial<EnvironmentFindings> {
  return { branch: head.branch, desiredRevision: head.revision, desiredControlRevision: control.revision };
}
