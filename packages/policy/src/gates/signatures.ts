import {
  type CommitSignature,
  type Evidence,
  type Gate,
  problem,
  type Problem,
  type Timestamp,
  type Verdict,
} from "@lockstep/model";

import { whyNotAsked } from "../not-asked.ts";
import { isAny, nextMinute, open, refusedFor, summarize, waiting } from "../verdicts.ts";

/** Every commit that the plan brings is signed by somebody whom the control branch already allowed. */
export const signatures: Gate = {
  name: "signatures",
  judge: (plan, evidence, now) => {
    const { policy, configuration } = evidence;
    if (evidence.signers === 0 && evidence.intent === "merge")
      return refusedFor("signatures", [signersMissing(configuration.slug)]);
    const mode = policy.source.commitSignatures;
    if (mode === "off") return open("signatures", `${policy.slug} does not ask for signed commits`);
    const skipped = whyNotAsked(plan, evidence);
    if (skipped !== null) return open("signatures", skipped);
    const problems = problemsOf(evidence, (status) => !isAccepted(status));
    if (!isAny(problems)) return open("signatures", praise(evidence));
    if (mode === "warn") return warn(problems);
    const lasting = problemsOf(evidence, (status) => !isAccepted(status) && status !== "forge-judged");
    return isAny(lasting) ? refusedFor("signatures", lasting) : waitForForge(problems, now);
  },
};

function warn([first, ...others]: readonly [Problem, ...Problem[]]): Verdict {
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return open("signatures", `warning, nothing is refused for it: ${first.message}${more}`);
}

const askedAgain = "The forge is asked again every minute; see that it can be reached.";

/** What the forge could not be asked is asked again; whatever else is closed stays so. */
function waitForForge(problems: readonly [Problem, ...Problem[]], now: Timestamp): Verdict {
  return waiting("signatures", {
    because: summarize(problems),
    next: askedAgain,
    opensAt: nextMinute(now),
    problems,
  });
}

type Status = CommitSignature["status"];

function isAccepted(status: Status): boolean {
  return status === "verified" || status === "forge-verified" || status === "unmade";
}

function praise({ signatures: found }: Evidence): string {
  const byForge = (found ?? []).filter(({ status }) => status === "forge-verified");
  const [first] = byForge;
  const more = byForge.length > 1 ? ` (and ${byForge.length - 1} more)` : "";
  return [
    "every new commit is signed by an allowed signer",
    ...(first === undefined ? [] : [`commit ${first.revision}: ${first.because}${more}`]),
    ...(found ?? []).filter(({ status }) => status === "unmade").map(({ because }) => because),
  ].join("; ");
}

function problemsOf(
  { signatures: found, policy }: Evidence,
  isMeant: (status: Status) => boolean,
): readonly Problem[] {
  if (found === null) return [notRead(policy.slug)];
  return found.filter(({ status }) => isMeant(status)).map((signature) => unsigned(policy.slug, signature));
}

function unsigned(environment: string, { revision, status, because }: CommitSignature): Problem {
  return problem("COMMIT_UNSIGNED", `Commit ${revision}: ${because}`, {
    fix:
      status === "forge-judged"
        ? askedAgain
        : `Set the branch back to before ${revision.slice(0, 12)}, commit the same signed by a key of .lockstep/allowed_signers on the control branch, and push; a key that was only just added counts once its commit is applied.`,
    facts: { environment, revision, status },
  });
}

function notRead(environment: string): Problem {
  return problem("COMMIT_UNSIGNED", `The signatures of the commits for ${environment} were not read.`, {
    fix: "Update Lockstep: all its processes have to be of one version.",
    facts: { environment },
  });
}

function signersMissing(environment: string): Problem {
  return problem(
    "SIGNERS_MISSING",
    `${environment} requires signed commits, but .lockstep/allowed_signers on the control branch allows nobody to sign.`,
    {
      file: `environments/${environment}.json`,
      path: "/source/commitSignatures",
      fix: "Commit .lockstep/allowed_signers (SSH keys) or .lockstep/allowed_signers.asc (OpenPGP keys) to the control branch, with at least one key that can be read.",
      facts: { environment },
    },
  );
}
