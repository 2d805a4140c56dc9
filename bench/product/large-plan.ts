import { plan } from "@lockstep/diff";
import { compileEnvironment, compileSnapshot, type WrittenEnvironment } from "@lockstep/manifest";
import type { AppliedState, CompiledPipeline, Evidence, Plan } from "@lockstep/model";

import { manifestPath, manifestText } from "../generate-repository.ts";

/** The instant at which gates are asked. */
export const decidedAt = "2026-11-27T10:00:00.000Z";

export interface LargePlan {
  /** Brings all of them. */
  readonly plan: Plan;
  /** Brings one of them; the others are in force already. */
  readonly single: Plan;
  /** All that every gate asks for is met. */
  readonly evidence: Evidence;
  /** The same one hour after everything came to the lower environment: it soaks for another one. */
  readonly soaking: Evidence;
}

const written: WrittenEnvironment = {
  apiVersion: "lockstep/v1",
  kind: "Environment",
  slug: "production",
  tier: "production",
  source: { branch: "main" },
  teams: { data: { queue: "data" } },
  apply: { mode: "manual" },
  gates: {
    approvals: { required: 1, from: ["github:ada"] },
    soak: { in: "staging", duration: "2h", minRuns: 1 },
    verification: { tests: "require" },
    contract: "require-approval",
    windows: {
      timezone: "Europe/Berlin",
      allow: [{ cron: "0 9 * * 1-5", duration: "8h", reason: "office" }],
    },
    pullRequest: true,
    checks: ["ci"],
  },
};

/** A plan that brings so many pipelines to an environment with every gate, so that each gate sees all of them. */
export function makeLargePlan(manifests: number): LargePlan {
  const { environment } = compileEnvironment(
    "environments/production.json",
    Buffer.from(JSON.stringify(written)),
  );
  if (environment === null) throw new Error("the environment of the benchmark is not valid");
  const entries = Array.from({ length: manifests }, (_, index) => ({
    path: manifestPath(index),
    file: { kind: "file", bytes: Buffer.from(manifestText(index, 0)) } as const,
  }));
  const snapshot = compileSnapshot("b".repeat(40), entries, () => null);
  const desired = { snapshot, controlRevision: "b".repeat(40), configuration: environment };
  const first = plan({ applied: nothing, desired, releases: [], comparisons: new Map() }).plan;
  // The very first plan of all is not asked by most gates.
  const made: Plan = { ...first, base: { sequence: 1, revision: "a".repeat(40) } };
  const policy = environment.environment;
  const evidence: Evidence = {
    policy,
    configuration: policy,
    pipelines: snapshot.pipelines,
    unresolvedSecrets: new Map(),
    approvals: [{ actor: "github:ada", verdict: "approved", planHash: made.hash, reason: "", at: decidedAt }],
    ancestry: "ahead",
    isLateArrival: false,
    branchOwners: [],
    signatures: null,
    signers: null,
    intent: "merge",
    holds: [],
    quarantine: snapshot.pipelines.slice(0, 100).map(({ slug, version }) => ({
      environment: "production",
      slug,
      version,
      content: `sha256:${"0".repeat(64)}`,
      hold: "hold",
      reason: "bad",
      actor: { kind: "user", id: "github:ada" },
      since: "2026-11-01T10:00:00.000Z",
    })),
    authors: ["email:eve@example.com"],
    soak: soaked(snapshot.pipelines, "2026-11-20T10:00:00.000Z"),
    merge: { state: "merged", evidence: merged },
    tests: snapshot.pipelines.map(({ slug, manifest }) => ({
      slug,
      manifest,
      total: 3,
      failed: 0,
      because: "",
    })),
  };
  return {
    plan: made,
    single: { ...made, changes: made.changes.slice(0, 1) },
    evidence,
    soaking: { ...evidence, soak: soaked(snapshot.pipelines, "2026-11-27T09:00:00.000Z") },
  };
}

const nothing: AppliedState = {
  environment: "production",
  sequence: 0,
  revision: null,
  controlRevision: null,
  policy: null,
  policyDigest: null,
  acts: 0,
  pipelines: new Map(),
};

const merged = {
  pullRequest: {
    number: 7,
    title: "All",
    url: "https://forge.example/7",
    state: "merged",
    author: "eve",
    base: { branch: "main", revision: "a".repeat(40) },
    head: { branch: "topic", revision: "b".repeat(40) },
  } as unknown as Extract<Evidence["merge"], { readonly state: "merged" }>["evidence"]["pullRequest"],
  reviews: [],
  checks: [{ name: "ci", outcome: "success", reporter: "ci", at: decidedAt }],
} as const;

function soaked(pipelines: readonly CompiledPipeline[], since: string): Evidence["soak"] {
  return pipelines.map(({ slug, content }) => ({
    slug,
    content,
    since,
    inForceSince: since,
    endedMs: 0,
    runs: 100,
    failed: 0,
    isQuarantined: false,
  }));
}
