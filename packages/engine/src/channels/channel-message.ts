import type { Json } from "@lockstep/model";

import type { ResolvedChannel, StepContext } from "../steps/step-executor.ts";

/** What a `notify` step has to say. */
export interface ChannelMessage {
  readonly text: string;
  readonly subject: string | null;
  /** Null where the step sends none along. */
  readonly data: Json;
}

/** What sending takes of the world. */
export type ChannelContext = Pick<
  StepContext,
  "idempotencyKey" | "signal" | "clock" | "http" | "mailer" | "egress" | "secrets"
>;

/** Sends a message in the way of one type of channel. Throws StepFailure. */
export type SendToChannel = (
  channel: ResolvedChannel,
  message: ChannelMessage,
  context: StepContext,
) => Promise<void>;
