import type { Slug } from "@lockstep/model";

/** A request to a hook, as it came. */
export interface WebhookRequest {
  readonly environment: Slug;
  readonly slug: Slug;
  readonly trigger: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** What follows `?`, undecoded. */
  readonly query: string;
  readonly body: Uint8Array;
}
