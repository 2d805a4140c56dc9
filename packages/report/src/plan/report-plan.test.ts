import { problem, type Decision, type Verdict } from "@lockstep/model";
import { describe, expect, it } from "vitest";

import { samplePipeline, sampleStep } from "../testing/sample-graph.ts";
import {
  sampleChange,
  sampleContext,
  sampleDifference,
  sampleEnvironment,
  sampleImpact,
  samplePlan,
  samplePlanInput,
} from "../testing/sample-input.ts";
import { countImpact } from "./count-impact.ts";
import { reportPlan } from "./report-plan.ts";

const approvals = { required: 2, from: ["group:leads"], excludeAuthor: true, expiresAfter: null };
const gates = sampleEnvironment().gates;
const strict = sampleEnvironment({ gates: { ...gates, approvals } });

function closed(gate: string): Verdict {
  const because = `staging asks for ${gate}.`;
  return { gate, verdict: "waiting", because, next: "Approve this plan.", opensAt: null, problems: [] };
}

function waiting(...names: readonly string[]): Decision {
  const verdicts = names.map(closed);
  return {
    outcome: "waiting",
    verdicts,
    because: "It waits.",
    next: "Wait.",
    opensAt: null,
    predictedAt: null,
  };
}

function refusedFor(message: string): Decision {
  const problems = [problem("NO_QUEUE", message, { file: "pipelines/triage.pipeline.json" })];
  const reason = { because: message, next: "Name a fallback team.", problems };
  return { outcome: "refused", verdicts: [{ gate: "queues", verdict: "refused", ...reason }], ...reason };
}

describe("the verdict of a plan", () => {
  const titles: readonly (readonly [string, Parameters<typeof samplePlanInput>[0]])[] = [
    ["Merging applies 1 change to staging at once", {}],
    ["Merging changes nothing in staging", { plan: samplePlan({ changes: [] }) }],
    [
      "Merging brings 1 change to staging, then waits for 2 approvals",
      { decision: waiting("approvals"), policy: strict },
    ],
    [
      "Merging brings 1 change to staging, then waits for a person, its window and soak",
      { decision: waiting("manual", "brake", "windows", "soak") },
    ],
    [
      "Merging changes nothing in staging, then waits for history",
      { plan: samplePlan({ changes: [] }), decision: waiting("history") },
    ],
    [
      "Merging is refused: Team data has no queue in staging",
      { decision: refusedFor("Team data has no queue in staging.") },
    ],
    [
      "Merging is refused by queues: 1 problem",
      { decision: refusedFor(`Team ${"data".repeat(25)} has no queue in staging.`) },
    ],
    [
      "Merging is refused: the plan has 1 error",
      { plan: samplePlan({ problems: [problem("JSON_SYNTAX", `It is not ${"JSON".repeat(25)}.`)] }) },
    ],
    [
      "Merging is refused: It is not JSON",
      { plan: samplePlan({ problems: [problem("JSON_SYNTAX", "It is not JSON.")] }) },
    ],
  ];
  it.each(titles)("%s", (title, more) => {
    const report = reportPlan(samplePlanInput(more));
    expect(report.title).toBe(title);
    expect(report.summary.startsWith(`**${title}.**`)).toBe(true);
    expect(report.conclusion).toBe(title.startsWith("Merging is refused") ? "failure" : "success");
  });

  it("is shown under the environment's name", () => {
    expect(reportPlan(samplePlanInput()).name).toBe("lockstep / plan (staging)");
  });
});

describe("the page of a plan", () => {
  it("reads like this when everything happens at once", () => {
    const contract = sampleChange({ slug: "score", class: "contract", differences: [] });
    const prune = sampleChange({ kind: "prune", slug: "old", class: null, to: null, differences: [] });
    const configure = sampleChange({ kind: "configure", slug: "staging", class: null, from: null, to: null });
    const input = samplePlanInput({
      context: sampleContext({ movedFrom: "d".repeat(40) }),
      policy: strict,
      desired: sampleEnvironment({
        gates: { ...gates, approvals: { ...approvals, required: 1 } },
        apply: { ...strict.apply, maxPrune: 100 },
        immutability: { mode: "recreate", semver: "enforce" },
      }),
      plan: samplePlan({
        changes: [{ ...configure, differences: [] }, prune, contract, sampleChange()],
        counts: { applied: 4, desired: 3, pruned: 1 },
      }),
      decision: waiting("approvals"),
      impact: countImpact({
        ...sampleImpact({
          pipelines: { changed: 120, shown: 100 },
          totals: { running: 3, callers: 1, callees: 0 },
          running: [{ slug: "triage", version: "1.0.0", count: 3 }],
          firings: [
            {
              slug: "triage",
              trigger: "nightly",
              type: "cron",
              timezone: "Europe/Berlin",
              at: [{ instant: "2026-03-03T01:00:00.000Z", local: "2026-03-03 02:00 +01:00" }],
              count: 4,
            },
            { slug: "triage", trigger: "hook", type: "webhook", timezone: null, at: [], count: null },
          ],
          callers: [{ callee: "score", caller: "billing", range: "^1.0.0" }],
        }),
        tokens: [
          { slug: "triage", actor: "token:top-secret", runs: 40, lastAt: "2026-03-01T00:00:00.000Z" },
          { slug: "triage", actor: "trigger:triage/nightly", runs: 9, lastAt: "2026-03-01T00:00:00.000Z" },
        ],
        inputs: [
          {
            slug: "triage",
            tried: 1000,
            rejected: 12,
            example: { input: { customer: "string" }, errors: [{ path: "/age", message: "is missing" }] },
          },
        ],
      }),
      graphs: [
        {
          slug: "triage",
          before: samplePipeline([
            sampleStep("fetch"),
            sampleStep("score", ["fetch"]),
            sampleStep("old", ["fetch"]),
          ]),
          after: samplePipeline(
            [
              sampleStep("fetch"),
              sampleStep("score", ["fetch"], { timeout: "5s" }),
              sampleStep("notify", ["score"], { type: "notify" }),
            ],
            "1.1.0",
          ),
        },
      ],
    });
    const report = reportPlan(input);
    expect(JSON.stringify(report)).not.toMatch(/top-secret|customer/);
    expect(report.summary).toMatchInlineSnapshot(`
      "**Merging brings 4 changes to staging, then waits for 2 approvals.**

      > **The base moved:** \`develop\` went from \`dddddddddd\` to \`bbbbbbbbbb\`, so this was judged again.

      Judged as merged: \`aaaaaaaaaa\` into \`develop\` at \`bbbbbbbbbb\`.

      > **⚠ Merging retires 1 of 4 pipelines:** \`old\`.

      ### 2 updates, 1 prune, 1 configure

      | change | pipeline | version | class |
      | --- | --- | --- | --- |
      | configure | \`staging\` | – | – |
      | **prune** | \`old\` | \`1.0.0\` | – |
      | update | \`score\` | \`1.0.0\` → \`1.1.0\` | contract |
      | update | \`triage\` | \`1.0.0\` → \`1.1.0\` | content |

      ### Gates that will wait

      - \`approvals\`: staging asks for approvals. **Next:** Approve this plan.

      ### Contracts that change

      - \`score\` \`1.0.0\` → \`1.1.0\`: felt by \`billing\` (calls ^1.0.0)

      ### Policy changes, judged by the old policy

      - apply.maxPrune 3 → 100
      - immutability.mode strict → recreate
      - approvals 2 → 1

      ### Recorded inputs that the changed schemas reject

      - \`triage\`: 12 of the newest 1000 recorded inputs would be rejected

      ### Runs under way

      - 3 runs of \`triage\` finish on \`1.0.0\`

      ### Triggers that start them in the next 24 hours

      - \`nightly\` of \`triage\`: 2026-03-03 02:00 +01:00 and 3 more (Europe/Berlin)
      - \`hook\` of \`triage\`: when it is called

      ### Called by tokens in the last 30 days

      - \`triage\`: 40 runs by 1 token

      What is touched is listed for the first 100 of 120 changed pipelines; over all: 3 runs under way, 1 call of them."
    `);
    expect(report.text).toMatchInlineSnapshot(`
      "Plan \`sha256:01bfcebc66be328e15b54d468109724a7e710e150717ceee078b9989dc5b5444\`: approvals are bound to it.

      ### Every gate

      | gate | verdict | because |
      | --- | --- | --- |
      | \`approvals\` | waiting | staging asks for approvals. |

      ### What differs

      - **update** \`triage\` \`1.0.0\` → \`1.1.0\`
        - changed: step score: with.set.priority changed from "low" to "high" (content)

      ### Steps before and after

      Green: added. Red: removed. Yellow: changed.

      \`triage\`

      \`\`\`mermaid
      flowchart LR
        classDef added fill:#dafbe1,stroke:#1a7f37,color:#1f2328
        classDef removed fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-dasharray:4 3
        classDef changed fill:#fff8c5,stroke:#9a6700,color:#1f2328
        subgraph before["before, 1.0.0"]
          b0["fetch (transform)"]
          b1["score (transform)"]:::changed
          b2["old (transform)"]:::removed
          b0 --> b1
          b0 --> b2
        end
        subgraph after["after, 1.1.0"]
          a0["fetch (transform)"]
          a1["score (transform)"]:::changed
          a3["notify (notify)"]:::added
          a0 --> a1
          a1 --> a3
        end
      \`\`\`"
    `);
  });

  it("names what refuses and what mends it", () => {
    const { summary } = reportPlan(samplePlanInput({ decision: refusedFor("Team data has no queue.") }));
    expect(summary).toMatchInlineSnapshot(`
      "**Merging is refused: Team data has no queue.**

      Judged as merged: \`aaaaaaaaaa\` into \`develop\` at \`bbbbbbbbbb\`.

      ### Gates that refuse

      - \`queues\`: 1 error, below. **Next:** Name a fallback team.

      ### Problems

      - **error** \`NO_QUEUE\` \`pipelines/triage.pipeline.json:1:1\`: Team data has no queue.

      ### 1 update

      | change | pipeline | version | class |
      | --- | --- | --- | --- |
      | update | \`triage\` | \`1.0.0\` → \`1.1.0\` | content |"
    `);
  });

  it("says when nobody calls a pipeline whose contract changes", () => {
    const plan = samplePlan({ changes: [sampleChange({ class: "contract" })] });
    expect(reportPlan(samplePlanInput({ plan })).summary).toContain("nobody calls it here");
  });

  it("leaves gates that nobody asked for out", () => {
    const open = (gate: string, because: string): Verdict => ({ gate, verdict: "open", because });
    const verdicts = [open("validity", "no errors"), open("soak", "staging does not ask for it here")];
    const { text } = reportPlan(samplePlanInput({ decision: { outcome: "admitted", verdicts } }));
    expect(text).toContain("| `validity` | open | no errors |");
    expect(text).not.toContain("soak");
  });

  it("counts changes and differences that have no room", () => {
    const differences = Array.from({ length: 150 }, (_, index) => sampleDifference(`difference ${index}`));
    const changes = Array.from({ length: 300 }, (_, index) =>
      sampleChange({ slug: `p${index}`, differences }),
    );
    const report = reportPlan(samplePlanInput({ plan: samplePlan({ changes }) }));
    expect(report.summary).toContain("… and 200 more changes");
    expect(report.text).toContain("  - … and 50 more\n");
    expect(report.text).toMatch(/… and \d{5} more differences/);
  });
});
