import type { WaitsFor } from "@lockstep/model";

/** What a step gives instead of an output: its attempt goes on waiting, and holds nothing meanwhile. */
export class Suspended {
  readonly waitsFor: WaitsFor;
  /** When waiting ends at the latest, in milliseconds since the epoch; null is the step's timeout. */
  readonly until: number | null;

  constructor(waitsFor: WaitsFor, until: number | null) {
    this.waitsFor = waitsFor;
    this.until = until;
  }
}
