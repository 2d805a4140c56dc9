import { Failure, type SetupFinding } from "@lockstep/model";

import { type GitHubClient, readPages } from "../client/github-client.ts";
import type { RequiredCheck } from "../github-options.ts";

/** Whether checks must be green before a merge: a check that nothing requires stops nobody. */
export async function inspectRequiredChecks(
  client: GitHubClient,
  wanted: readonly RequiredCheck[],
  signal: AbortSignal,
): Promise<readonly SetupFinding[]> {
  const branches = new Map<string, BranchRules>();
  for (const { branch } of wanted) {
    if (!branches.has(branch)) branches.set(branch, await readRules(client, branch, signal));
  }
  return wanted.map((check) => finding(check, branches.get(check.branch)));
}

/** Names of required checks, or why they are not known. */
type BranchRules = { readonly names: ReadonlySet<string> } | { readonly unknown: string };

async function readRules(client: GitHubClient, branch: string, signal: AbortSignal): Promise<BranchRules> {
  try {
    const [rules, protection] = [
      await readRulesetChecks(client, branch, signal),
      await readProtectionChecks(client, branch, signal),
    ];
    return { names: new Set([...rules, ...protection]) };
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.kind === "cancelled") throw thrown;
    return { unknown: thrown.message };
  }
}

async function readRulesetChecks(
  client: GitHubClient,
  branch: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const rules = await readPages(async (page) => {
    const { data } = await client.ask({
      what: "read the rules of a branch",
      kind: "read",
      signal,
      ask: async (api, call) => await api.repos.getBranchRules({ ...call, ...page, branch }),
    });
    return data;
  });
  return rules.flatMap((rule) =>
    rule.type === "required_status_checks"
      ? (rule.parameters?.required_status_checks ?? []).map(({ context }) => context)
      : [],
  );
}

/** The older kind of protection; a branch tells the names of its checks to whoever may read contents. */
async function readProtectionChecks(
  client: GitHubClient,
  branch: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { data } = await client.ask({
    what: "read the protection of a branch",
    kind: "read",
    signal,
    ask: async (api, call) => await api.repos.getBranch({ ...call, branch }),
  });
  return data.protection.required_status_checks?.contexts ?? [];
}

function finding({ branch, name }: RequiredCheck, rules: BranchRules | undefined): SetupFinding {
  const subject = `required-check:${name}`;
  if (rules === undefined || "unknown" in rules)
    return {
      subject,
      state: "unknown",
      because: `Whether ${branch} requires it cannot be read: ${rules?.unknown ?? "nothing was asked"}`,
      next: `Look at the rules of ${branch} in the repository's settings.`,
    };
  const isRequired = rules.names.has(name);
  return {
    subject,
    state: isRequired ? "ok" : "missing",
    because: isRequired ? `${branch} requires it.` : `${branch} can be merged into while it fails.`,
    next: isRequired
      ? null
      : `Add "${name}" to the required status checks of ${branch}, under Settings, Rules.`,
  };
}
