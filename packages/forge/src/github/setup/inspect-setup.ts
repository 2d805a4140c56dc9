import { Failure, type ForgeRepository, type SetupFinding } from "@lockstep/model";

import type { GitHubClient } from "../client/github-client.ts";
import type { GitHubForgeOptions } from "../github-options.ts";
import { inspectInstallation } from "./inspect-installation.ts";
import { inspectRequiredChecks } from "./inspect-required-checks.ts";
import { inspectToken } from "./inspect-token.ts";
import { inspectWebhook } from "./inspect-webhook.ts";

/** Everything that setting up needs, found or missing. */
export async function inspectSetup(
  client: GitHubClient,
  options: GitHubForgeOptions,
  signal: AbortSignal,
): Promise<readonly SetupFinding[]> {
  let repository: ForgeRepository;
  try {
    repository = await client.readRepository(signal);
  } catch (thrown) {
    // Nothing else can be looked at before this is mended.
    if (!(thrown instanceof Failure) || thrown.kind !== "forge-refused") throw thrown;
    return [
      {
        subject: "installation",
        state: "missing",
        because: thrown.message,
        next: "Mend this first, then look again.",
      },
    ];
  }
  const required = options.requiredChecks?.() ?? [
    { branch: repository.defaultBranch, name: "lockstep / validate" },
  ];
  const access =
    options.signIn.kind === "app"
      ? [...(await inspectInstallation(client, repository, signal)), await inspectWebhook(client, signal)]
      : await inspectToken(client, signal);
  return [...access, ...(await inspectRequiredChecks(client, required, signal))];
}
