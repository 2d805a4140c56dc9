import { Failure, type Forge, type ForgeDoor, type SetupFinding } from "@lockstep/model";

/** A forge that can nothing but tell what it is missing. */
export function fakeForge(findings: readonly SetupFinding[] = []): Forge {
  const refuse = () => Promise.reject(new Failure("forge-refused", "This forge is a fake."));
  return {
    name: "none",
    capabilities: {
      pullRequests: false,
      checks: false,
      statuses: false,
      deployments: false,
      comments: false,
      commits: false,
      redelivery: false,
    },
    readRepository: refuse,
    listOpenPullRequests: async () => [],
    readPullRequest: async () => null,
    readMergeEvidence: async () => null,
    readVerification: async () => null,
    publishCheck: refuse,
    publishDeployment: refuse,
    publishComment: refuse,
    readPermission: async () => "none",
    commitFiles: refuse,
    listFailedDeliveries: async () => [],
    redeliver: refuse,
    readGitToken: async () => null,
    inspect: async () => findings,
    status: () => ({ answeredAt: null, fault: null, rate: null, pausedUntil: null }),
  };
}

/** A door whose deliveries are proved by the word `signed`; it tells how many bytes came. */
export const fakeDoor: ForgeDoor = {
  async admit({ headers, body }) {
    if (headers["x-signature"] !== "signed") throw new Failure("unauthenticated", "The signature is wrong.");
    return {
      hook: headers["x-hook"] ?? "1",
      id: headers["x-delivery"] ?? "",
      event: "push",
      action: null,
      repository: String(body.byteLength),
      hint: { ref: "refs/heads/main", pullRequest: null, headRevision: null, request: null },
    };
  },
};
