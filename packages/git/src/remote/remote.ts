import type { Revision } from "@lockstep/model";

import type { Mirror } from "../mirror/mirror.ts";

/** How much history a fetch brings: the heads alone, what is new since the last one, or all there is. */
export type FetchExtent = "heads" | "news" | "whole";

/** Code of the failure when the server does not have a commit that is asked for. */
export const revisionGone = "revision-gone";

/** `damaged` blames the mirror's own objects, not the server. */
export type FetchOutcome = "fetched" | "damaged";

/** Speaks to the repository behind a URL. Two roads: HTTP in process, native git beside it. */
export interface Remote {
  readBranches(signal: AbortSignal): Promise<ReadonlyMap<string, Revision>>;
  /** Brings the objects of these commits into the mirror; its refs are left to the caller. */
  fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchOutcome>;
}

export interface FetchRequest {
  readonly mirror: Mirror;
  readonly wants: readonly Revision[];
  readonly extent: FetchExtent;
}
