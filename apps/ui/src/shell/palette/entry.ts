import type { IconName } from "../../design/icon.tsx";

/** Something that the palette offers: a place to go or a thing to do. */
export interface PaletteEntry {
  /** Unique among what is offered. */
  readonly id: string;
  /** What it is, such as `Pipeline`; shown and read out. */
  readonly kind: string;
  /** Untrusted text. */
  readonly title: string;
  /** Where it is, such as an environment; untrusted text. */
  readonly detail?: string | undefined;
  readonly icon: IconName;
  readonly target: PaletteTarget;
}

/** A path of the dashboard, or the name of an action. */
type PaletteTarget =
  | { readonly path: string }
  | { readonly action: "toggle-theme" | "log-out" | "show-keys" };
