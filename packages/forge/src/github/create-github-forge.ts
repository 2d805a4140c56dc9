import { Failure, type Forge } from "@lockstep/model";

import { createAppCredentials } from "./client/app-credentials.ts";
import { createGitHubClient, type GitHubClient, type RepositoryTrack } from "./client/github-client.ts";
import { createGitHubTransport } from "./client/github-transport.ts";
import { readRepositoryAddress } from "./client/repository-address.ts";
import { createTokenCredentials } from "./client/token-credentials.ts";
import { commitFiles } from "./commit/commit-files.ts";
import { createBranch } from "./commit/create-branch.ts";
import { listFailedDeliveries, redeliver } from "./deliveries/list-failed-deliveries.ts";
import type { GitHubForgeOptions, GitHubSignIn } from "./github-options.ts";
import { openPullRequest } from "./publish/open-pull-request.ts";
import { publishCheck } from "./publish/publish-check.ts";
import { isOwnComment, publishComment } from "./publish/publish-comment.ts";
import { publishDeployment } from "./publish/publish-deployment.ts";
import { publishStatus } from "./publish/publish-status.ts";
import { createOpenPullRequestReader } from "./read/open-pull-request-reader.ts";
import { createOwnIdentityReader } from "./read/own-identity-reader.ts";
import { readMergeEvidence } from "./read/read-merge-evidence.ts";
import { readPermission } from "./read/read-permission.ts";
import { readPullRequest } from "./read/read-pull-request.ts";
import { readVerification } from "./read/read-verification.ts";
import { inspectSetup } from "./setup/inspect-setup.ts";

/** A repository on GitHub or a GitHub Enterprise Server. Asks nothing until it is used. */
export function createGitHubForge(options: GitHubForgeOptions): Forge {
  const client = connect(options);
  const { signIn } = options;
  const readIdentity = createOwnIdentityReader(client, signIn);
  return {
    name: "github",
    capabilities: {
      pullRequests: true,
      checks: signIn.kind === "app",
      statuses: true,
      deployments: true,
      comments: true,
      commits: true,
      redelivery: signIn.kind === "app",
    },
    readRepository: client.readRepository,
    listOpenPullRequests: createOpenPullRequestReader(client),
    readPullRequest: async (number, signal) => await readPullRequest(client, number, signal),
    readMergeEvidence: async (revision, signal) => await readMergeEvidence(client, revision, signal),
    readVerification: async (revision, signal) => await readVerification(client, revision, signal),
    publishCheck: async (report, signal) => {
      if (signIn.kind === "app")
        await publishCheck(client, { report, appId: (await readIdentity(signal)).id }, signal);
      else await publishStatus(client, report, signal);
    },
    publishDeployment: async (report, signal) => await publishDeployment(client, report, signal),
    publishComment: async (report, signal) =>
      await publishComment(client, { report, isOwn: isOwnComment(await readIdentity(signal)) }, signal),
    readPermission: async (login, signal) => await readPermission(client, login, signal),
    commitFiles: async (commit, signal) => await commitFiles(client, commit, signal),
    createBranch: async (branch, signal) => await createBranch(client, branch, signal),
    openPullRequest: async (request, signal) => await openPullRequest(client, request, signal),
    listFailedDeliveries: async (since, signal) =>
      signIn.kind === "app" ? await listFailedDeliveries(client, since, signal) : [],
    redeliver: async (id, signal) => await redeliver(client, id, signal),
    readGitToken: async (signal) => await client.credentials.readToken(signal),
    inspect: async (signal) => await inspectSetup(client, options, signal),
    status: () => client.transport.health.status(),
  };
}

function connect(options: GitHubForgeOptions): GitHubClient {
  refuseEmpty(options.signIn);
  const address = readRepositoryAddress(options.repositoryUrl, options.apiUrl);
  const transport = createGitHubTransport(options, address);
  const track: RepositoryTrack = { place: { owner: address.owner, repo: address.name }, known: null };
  const credentials =
    options.signIn.kind === "token"
      ? createTokenCredentials(options.signIn.token)
      : createAppCredentials(options.signIn, {
          transport,
          place: () => track.place,
          clock: transport.clock,
        });
  return createGitHubClient({ transport, credentials, track });
}

function refuseEmpty(signIn: GitHubSignIn): void {
  const isEmpty =
    signIn.kind === "app" ? signIn.appId === "" || signIn.privateKey === "" : signIn.token === "";
  if (isEmpty)
    throw new Failure(
      "configuration-invalid",
      "GitHub needs an App's id and private key, or a token; one of them is empty.",
    );
}
