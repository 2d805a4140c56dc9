import { Failure, type Forge } from "@lockstep/model";

/**
 * Plain git without a forge: there is nothing to read, and publishing does nothing. Only commits, branches and pull
 * requests are refused (`forge-refused`), because whoever asks for one waits for it.
 */
export function createNoForge(): Forge {
  const nothing = async () => {};
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
    readRepository: async () => {
      throw new Failure("not-found", "No forge is configured: the repository is plain git.");
    },
    listOpenPullRequests: async () => [],
    readPullRequest: async () => null,
    readMergeEvidence: async () => null,
    readVerification: async () => null,
    publishCheck: nothing,
    publishDeployment: nothing,
    publishComment: nothing,
    readPermission: async () => "none",
    commitFiles: async () => {
      throw new Failure("forge-refused", "No forge is configured: commit with git instead.");
    },
    createBranch: async () => {
      throw new Failure("forge-refused", "No forge is configured: make the branch with git instead.");
    },
    openPullRequest: async () => {
      throw new Failure("forge-refused", "No forge is configured: merge with git instead of a pull request.");
    },
    listFailedDeliveries: async () => [],
    redeliver: nothing,
    readGitToken: async () => null,
    inspect: async () => [],
    status: () => ({ answeredAt: null, fault: null, rate: null, pausedUntil: null }),
  };
}
