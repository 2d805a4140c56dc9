import { type Approval, type Deploy, type EnvironmentStatus, Failure, type Token } from "@lockstep/model";
import { mayBreakGlass } from "@lockstep/policy";

import { tokenActor } from "../access/token-actor.ts";
import type { ApiDeps } from "../api-deps.ts";
import { answerDeploy, planChanged } from "./answer-deploy.ts";
import { describeNamed } from "./assert-may-approve.ts";

/** What a broken glass skips. Everything else, above all immutability and integrity, stays asked. */
const skippedGates: ReadonlySet<string> = new Set(["windows", "approvals"]);

/**
 * Applies the plan that waits once, past its windows and approvals. Failures: `forbidden` where the policy in force does not
 * name the actor, `conflict` when nothing or another plan waits, `unprocessable` when other gates stay closed.
 */
export async function breakGlass(
  deps: Pick<ApiDeps, "store">,
  token: Token,
  request: {
    readonly status: EnvironmentStatus;
    readonly planHash: string;
    readonly reason: string;
  },
): Promise<{ readonly deploy: string; readonly approval: Approval; readonly skipped: readonly string[] }> {
  const { status, planHash, reason } = request;
  assertMayBreak(token, status);
  const deploy = await deps.store.deploys.loadOpen(status.slug);
  if (deploy === null) {
    throw new Failure(
      "conflict",
      `No plan waits in ${status.slug}; there is nothing to break the glass for.`,
      {
        code: "NOTHING_WAITS",
      },
    );
  }
  if (deploy.plan.hash !== planHash) throw planChanged();
  const skipped = assertHelps(deploy);
  assertReason(status, reason);
  const answer = { verdict: "broken-glass", planHash, reason } as const;
  return { deploy: deploy.id, approval: await answerDeploy(deps, token, { deploy, answer }), skipped };
}

function assertMayBreak(token: Token, { slug, policy }: EnvironmentStatus): void {
  const declared = policy?.gates.windows?.breakGlass ?? null;
  if (policy === null || declared === null) {
    throw new Failure(
      "forbidden",
      `${slug} lets nobody break the glass: its policy in force has no breakGlass.`,
      {
        code: "BREAK_GLASS_OFF",
      },
    );
  }
  const { id } = tokenActor(token);
  if (mayBreakGlass(policy, id)) return;
  const who = declared.from.map((name) => describeNamed(policy, name)).join(", ");
  throw new Failure("forbidden", `${id} may not break the glass of ${slug}. Who may: ${who}.`, {
    code: "NOT_NAMED",
  });
}

/** The closed gates that would be skipped, when there are any and no others. */
function assertHelps({ verdicts }: Deploy): readonly string[] {
  const closed = verdicts.flatMap((verdict) => (verdict.verdict === "open" ? [] : [verdict]));
  const others = closed.filter(({ gate }) => !skippedGates.has(gate));
  if (others.length > 0) {
    const sentences = others.map(({ gate, because }) => `${gate}: ${because}`).join(" ");
    throw new Failure(
      "unprocessable",
      `Breaking the glass would not apply it. These gates stay closed. ${sentences}`,
      {
        code: "GATES_STAY_CLOSED",
      },
    );
  }
  if (closed.length > 0) return closed.map(({ gate }) => gate);
  throw new Failure("unprocessable", "Neither a window nor an approval keeps this plan from being applied.", {
    code: "NOTHING_TO_SKIP",
  });
}

function assertReason({ policy }: EnvironmentStatus, reason: string): void {
  const isRequired = policy?.gates.windows?.breakGlass?.reasonRequired ?? true;
  if (!isRequired || reason.trim() !== "") return;
  throw new Failure("invalid-input", "Say why you break the glass.", {
    errors: [{ path: "/reason", message: "must not be blank" }],
  });
}
