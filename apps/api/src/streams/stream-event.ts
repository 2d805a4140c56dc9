import type { EventName, JsonObject, LiveEventName, Slug, StepEventName, Timestamp } from "@lockstep/model";

/** What a follower is told. */
export interface StreamEvent {
  /** Where to go on after it; `null` for what is only told to those who listen now. */
  readonly id: string | null;
  readonly name: EventName | LiveEventName | StepEventName | "log" | "step.stream";
  readonly at: Timestamp;
  readonly environment: Slug;
  readonly body: JsonObject;
}

/** Events, read at the follower's own pace: nothing is kept for one that does not read. */
export interface StreamSource {
  /** The next events; none when nothing happened for so many milliseconds; `null` when nothing more will happen. */
  read(waitMs: number): Promise<readonly StreamEvent[] | null>;
}
