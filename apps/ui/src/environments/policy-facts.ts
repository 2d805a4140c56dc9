import type { Environment } from "@lockstep/model";

export interface PolicyFact {
  readonly name: string;
  readonly text: string;
}

/** What a policy asks of a deploy, in words; what it does not ask for is left out. */
export function describePolicy(policy: Environment): readonly PolicyFact[] {
  const { approvals, soak, verification, contract, pullRequest, checks } = policy.gates;
  const facts: readonly (PolicyFact | null)[] = [
    {
      name: "Applies",
      text: policy.apply.mode === "auto" ? "by itself once every gate is open" : "after a person's yes",
    },
    approvals === null ? null : { name: "Approvals", text: describeApprovals(approvals) },
    soak === null
      ? null
      : { name: "Soak", text: `${soak.duration} in ${soak.in}, at least ${count(soak.minRuns, "run")}` },
    verification === null ? null : { name: "Verification", text: describeVerification(verification) },
    contract === "allow" ? null : { name: "Contract", text: contractWords[contract] },
    pullRequest ? { name: "Pull request", text: "only by a merged one" } : null,
    checks.length === 0 ? null : { name: "Checks", text: checks.join(", ") },
    policy.promotesFrom === null ? null : { name: "Promotes from", text: policy.promotesFrom },
    {
      name: "Versions",
      text: policy.immutability.mode === "strict" ? "fixed once released" : "may be recreated",
    },
  ];
  return facts.filter((fact) => fact !== null);
}

type Gates = Environment["gates"];

function describeApprovals({ required, from, excludeAuthor }: NonNullable<Gates["approvals"]>): string {
  const who = from.length === 0 ? "everybody with the role approver" : from.join(", ");
  return `${required} of ${who}${excludeAuthor ? ", not by its authors" : ""}`;
}

function describeVerification({ tests, smoke, onFailure }: NonNullable<Gates["verification"]>): string {
  const parts = [
    ...(tests === "require" ? ["tests before it"] : []),
    ...(smoke.length === 0
      ? []
      : [`${count(smoke.length, "run")} after it, or ${onFailure === "hold" ? "a hold" : "a rollback"}`]),
  ];
  return parts.length === 0 ? "none" : parts.join("; ");
}

const contractWords = {
  "require-approval": "a breaking change needs a yes",
  refuse: "a breaking change is refused",
} as const;

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
