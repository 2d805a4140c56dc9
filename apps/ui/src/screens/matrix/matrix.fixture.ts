import type { MatrixCellData, MatrixEnvironment, MatrixPage, MatrixRowData } from "./matrix-queries.ts";
import type { BeadData, Lane, Overview } from "./overview-queries.ts";

/** What people and git may put into names and messages. */
export const hostileTexts = [
  '<img src=x onerror="document.body.dataset.hit=1">',
  "invoice\u202efdp.exe",
  "x".repeat(10_000),
] as const;

export function cellOf(more: Partial<MatrixCellData> = {}): MatrixCellData {
  return {
    version: "1.4.0",
    content: `sha256:${"9f3c2a1b".repeat(8)}`,
    manifest: `sha256:${"b".repeat(64)}`,
    appliedAt: "2026-01-01T10:00:00.000Z",
    deploy: "d1",
    sync: "in-sync",
    because: "What runs is what git says.",
    next: "Nothing.",
    health: "healthy",
    healthBecause: "All of the last 9 runs completed.",
    change: null,
    ahead: 0,
    drift: 0,
    lastRun: null,
    ...more,
  };
}

export function environmentOf(slug: string, promotesTo: string[] = []): MatrixEnvironment {
  return {
    slug,
    title: slug,
    tier: "staging",
    state: "in-sync",
    because: "What runs is what git says.",
    next: "Nothing.",
    promotesTo,
    observedAt: "2026-01-01T10:00:00.000Z",
    pipelines: 1,
  };
}

export function rowOf(slug: string, cells: MatrixRowData["cells"]): MatrixRowData {
  return { slug, title: null, team: "payments", cells };
}

export function pageOf(items: MatrixRowData[], more: Partial<MatrixPage> = {}): MatrixPage {
  const none = { applying: 0, drifted: 0, held: 0, refused: 0, unknown: 0, waiting: 0 };
  return {
    environments: [environmentOf("staging", ["production"]), environmentOf("production")],
    items,
    next: null,
    total: items.length,
    counts: {
      sync: { "in-sync": 7, pending: 2, ...none },
      health: { healthy: 8, failing: 1, degraded: 0, idle: 0, unknown: 0 },
    },
    ...more,
  };
}

export function overviewOf(more: Partial<Overview> = {}): Overview {
  return {
    counts: pageOf([]).counts,
    pipelines: 1,
    environments: [],
    waitingForMe: { deploys: { count: 0, first: [] }, approvals: { count: 0, isMore: false, first: [] } },
    drift: { count: 0, longest: null },
    freshness: { now: "2026-01-01T10:00:00.000Z", lastDeliveryAt: null, environments: [] },
    ...more,
  };
}

export function beadOf(more: Partial<BeadData> = {}): BeadData {
  return {
    revision: "c0ffee".repeat(7).slice(0, 40),
    message: "Retry three times",
    author: "Ada",
    at: "2026-01-01T10:00:00.000Z",
    state: "applied",
    intent: "merge",
    deploy: "d1",
    because: "Everything was applied.",
    isInForce: false,
    stuck: null,
    updatedAt: null,
    pullRequest: null,
    ...more,
  };
}

export function laneOf(environment: string, beads: BeadData[]): Lane {
  return {
    environment,
    title: environment,
    branch: environment,
    state: "waiting",
    because: "It waits.",
    promotesTo: [],
    appliedRevision: null,
    beads,
  };
}
