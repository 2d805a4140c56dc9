import type { DurationText, Json, Slug } from "./identifiers.ts";

export type Tier = "production" | "uat" | "qa" | "staging" | "development";

/** A named target that follows one branch under one policy, every default filled in. */
export interface Environment {
  readonly slug: Slug;
  readonly title: string;
  readonly description: string;
  readonly tier: Tier;
  readonly promotesFrom: Slug | null;
  readonly source: {
    readonly branch: string;
    readonly include: readonly string[];
    readonly commitSignatures: "off" | "warn" | "require";
  };
  readonly apply: {
    /** `auto` applies what every gate admits; `manual` also waits for a person. */
    readonly mode: "auto" | "manual";
    readonly selfHeal: "off" | "report" | "revert";
    readonly prune: "retire" | "keep";
    /** More removals than this wait for a person. */
    readonly maxPrune: number;
    readonly forcePush: "refuse" | "approve" | "allow";
    readonly deadline: DurationText;
  };
  readonly immutability: {
    readonly mode: "strict" | "recreate";
    readonly semver: "enforce" | "warn" | "off";
  };
  readonly gates: Gates;
  readonly runs: {
    readonly record: "full" | "redacted" | "none";
    readonly retention: DurationText;
  };
  readonly triggers: { readonly default: "enabled" | "disabled" };
  readonly teams: { readonly [team: string]: TeamQueue };
  readonly fallbackTeam: string | null;
  /** Limits of all runs of the environment together. */
  readonly quotas: Quotas;
  readonly variables: { readonly [name: string]: Json };
  readonly secrets: { readonly [name: string]: SecretReference };
  readonly connections: { readonly [name: string]: ConnectionReference };
  readonly channels: { readonly [name: string]: ChannelReference };
  readonly egress: { readonly default: "allow" | "deny"; readonly allow: readonly string[] };
  readonly notifications: readonly { readonly on: readonly string[]; readonly to: string }[];
  readonly pipelines: { readonly [slug: string]: PipelineOverride };
  /** From `lockstep.json` of the same revision. */
  readonly directory: Directory;
}

/** Who is who, as far as an environment's gates ask. A change of it is a change of the environment. */
export interface Directory {
  /** Members of the teams that gates name, by team: identities, sorted. */
  readonly teams: { readonly [team: string]: readonly string[] };
  /** Further identities of the same person (`email:…`, `token:…`), by identity. Empty when no gate asks who somebody is. */
  readonly people: { readonly [identity: string]: readonly string[] };
}

/** What must be met before a plan is applied; `null` where the environment does not ask for it. */
export interface Gates {
  readonly approvals: {
    readonly required: number;
    readonly from: readonly string[];
    readonly excludeAuthor: boolean;
    readonly expiresAfter: DurationText | null;
  } | null;
  readonly soak: {
    readonly in: Slug;
    readonly duration: DurationText;
    readonly minRuns: number;
    readonly maxFailureRate: number;
  } | null;
  readonly verification: {
    readonly tests: "require" | "off";
    readonly smoke: readonly {
      readonly pipeline: Slug;
      readonly input: Json;
      readonly expect: string;
    }[];
    readonly onFailure: "hold" | "rollback";
  } | null;
  readonly contract: "require-approval" | "refuse" | "allow";
  readonly windows: {
    readonly timezone: string;
    readonly allow: readonly Window[];
    readonly deny: readonly Window[];
    readonly breakGlass: {
      readonly from: readonly string[];
      readonly reasonRequired: boolean;
      readonly reconcileWithin: DurationText;
    } | null;
  } | null;
  /** Only a commit that came in by a merged pull request may be applied. */
  readonly pullRequest: boolean;
  /** Names of the forge's checks that must be green. */
  readonly checks: readonly string[];
}

/** A span that begins at each firing of `cron` and lasts `duration`. */
export interface Window {
  readonly cron: string;
  readonly duration: DurationText;
  readonly reason: string;
}

export interface TeamQueue {
  readonly queue: string;
  readonly isolation: "shared" | "dedicated";
  /** 0 to 9, higher goes first. */
  readonly priority: number;
  readonly quotas: Quotas;
}

/** `null` is no limit. */
export interface Quotas {
  readonly concurrentRuns: number | null;
  readonly queuedRuns: number | null;
  readonly runsPerMinute: number | null;
  readonly runsPerDay: number | null;
  readonly costPerDay: number | null;
}

/** What may follow the kind in a secret's `ref`. */
export const secretPlacePattern = "^[A-Za-z0-9][A-Za-z0-9_./-]{0,199}$";

/** `env:NAME`, `file:NAME` or `store:NAME`; never a value. `teams` `null` shares it with all. */
export interface SecretReference {
  readonly ref: string;
  readonly teams: readonly string[] | null;
  /** Hosts it may be sent to; `null` is any host that egress allows. */
  readonly hosts: readonly string[] | null;
}

export interface ConnectionReference {
  readonly type: "postgres" | "sqlite";
  readonly secret: string;
  readonly teams: readonly string[] | null;
}

export interface ChannelReference {
  readonly type: "webhook" | "slack" | "smtp";
  readonly secret: string;
}

/** What an environment sets differently for one pipeline. */
export interface PipelineOverride {
  readonly enabled: boolean;
  readonly triggers: { readonly [trigger: string]: "enabled" | "disabled" };
  readonly queue: string | null;
  readonly isolation: "shared" | "dedicated" | null;
  /** Instead of the team's; decides within the team, not between teams. */
  readonly priority: number | null;
  readonly quotas: Quotas | null;
}
