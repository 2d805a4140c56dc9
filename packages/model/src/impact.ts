import type { InputError } from "./failure.ts";
import type { JsonObject, Slug, Timestamp, Version } from "./identifiers.ts";

/** What a plan touches besides manifests. Sorted by slug everywhere. */
export interface Impact {
  /** How many pipelines the plan changes, and at how many of them, the first by slug, the lists look. */
  readonly pipelines: { readonly changed: number; readonly shown: number };
  /** Over all changed pipelines, shown or not. */
  readonly totals: { readonly running: number; readonly callers: number; readonly callees: number };
  /** Runs that have not ended, by pipeline and version that the plan changes; they go on as they began. */
  readonly running: readonly { readonly slug: Slug; readonly version: Version; readonly count: number }[];
  /** Firings of changed pipelines' schedules in the next 24 hours, after the plan. `local` is in the trigger's zone. */
  readonly firings: readonly {
    readonly slug: Slug;
    readonly trigger: string;
    readonly type: "cron" | "webhook" | "pipeline" | "event";
    readonly timezone: string | null;
    readonly at: readonly { readonly instant: Timestamp; readonly local: string }[];
    /** How many there are, those not listed included; `null` for what no clock starts. */
    readonly count: number | null;
  }[];
  readonly callers: readonly { readonly callee: Slug; readonly caller: Slug; readonly range: string }[];
  readonly callees: readonly { readonly caller: Slug; readonly callee: Slug; readonly range: string }[];
  /** Who started runs of changed pipelines in the last 30 days. */
  readonly tokens: readonly {
    readonly slug: Slug;
    readonly actor: string;
    readonly runs: number;
    readonly lastAt: Timestamp;
  }[];
  /** Changed input schemas, tried on the last recorded inputs. */
  readonly inputs: readonly {
    readonly slug: Slug;
    /** How many were tried, at most 1000. */
    readonly tried: number;
    readonly rejected: number;
    /** The newest rejected one, values of any kind replaced by their types. */
    readonly example: { readonly input: JsonObject; readonly errors: readonly InputError[] } | null;
  }[];
}
