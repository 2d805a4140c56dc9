import type { Json } from "@lockstep/model";

/** How a step or a dependency differs between two definitions. */
export type Change = "added" | "removed" | "changed" | "same";

/** One field of a step that differs; `undefined` is a field that is not there. */
export interface FieldChange {
  /** Names from the step inwards, joined by dots, such as `with.url`. */
  readonly field: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** A step as the graph shows it. */
export interface GraphNode {
  readonly id: string;
  /** The step's type as written; one that is not known here is shown by its name. */
  readonly type: string;
  readonly title: string;
  readonly dependsOn: readonly string[];
  /** Which ends of its dependencies let it run: `success`, `failure` or `always`. */
  readonly runOn: string;
  /** The condition; `null` runs always. */
  readonly when: string | null;
  /** Whether it runs once per item. */
  readonly isForEach: boolean;
  /** The pipeline that it runs, as written: slug and range; `null` for other types. */
  readonly callee: { readonly slug: string; readonly range: string } | null;
  /** Place in the order of execution, from 1; steps side by side are ordered by id. */
  readonly order: number;
  /** Length of the longest chain of dependencies before it, from 0. */
  readonly level: number;
  /** The step itself, with everything it says; of what is removed, as it was. */
  readonly step: { readonly [field: string]: Json };
  readonly change: Change;
  /** What differs, where `change` is `changed`. */
  readonly fields: readonly FieldChange[];
}

/** A dependency: `to` waits for the end of `from`. */
export interface GraphEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Which end of `from` lets `to` run. */
  readonly runOn: string;
  readonly change: Exclude<Change, "changed">;
}

/** The steps of a definition, or of two laid over each other. */
export interface Graph {
  /** In the order of execution. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}
