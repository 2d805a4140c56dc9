import type { InputError, Role, Slug } from "@lockstep/model";

import type { StreamEvent } from "../streams/stream-event.ts";

/** What the server says on a WebSocket. */
export type ServerMessage =
  /** The token was accepted. */
  | {
      readonly type: "ready";
      readonly name: string;
      readonly role: Role;
      /** `null` is all. */
      readonly environments: readonly Slug[] | null;
    }
  | { readonly type: "subscribed" | "unsubscribed"; readonly subscription: string }
  | { readonly type: "event"; readonly subscription: string; readonly event: StreamEvent }
  /** The run has ended and everything was told. */
  | { readonly type: "ended"; readonly subscription: string }
  /** The answer is durable, and the run goes on. */
  | {
      readonly type: "approval.answered";
      readonly run: string;
      readonly step: string;
      readonly item?: number;
    }
  | { readonly type: "pong" }
  | {
      readonly type: "error";
      /** Absent when the message named none. */
      readonly subscription?: string;
      readonly code: string;
      readonly detail: string;
      readonly errors?: readonly InputError[];
    };
