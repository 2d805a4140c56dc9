/** What a run says of a step. */
export interface StepOverlay {
  /** State as the API names it, such as `running`. */
  readonly state: string;
  /** One more word: how long it took, which item it is at. */
  readonly note?: string | undefined;
}

/** By id of the step. */
export type RunOverlay = ReadonlyMap<string, StepOverlay>;
