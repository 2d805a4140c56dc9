import {
  type CompiledPipeline,
  Failure,
  type FailureKind,
  type Problem,
  type Revision,
  type Slug,
} from "@lockstep/model";

import type {
  AuthoredRange,
  Authors,
  BranchHead,
  RevisionSource,
  SignatureRequest,
  SnapshotRequest,
} from "./revision-source.ts";

/** What the worker is started with. Sent once, through `workerData`, never through arguments. */
export interface WorkerSettings {
  readonly location: string;
  readonly directory: string;
  /** The first one; others follow as {@link NewToken}. */
  readonly token: string | null;
}

/** The token that git uses from the next call on. */
export interface NewToken {
  readonly token: string | null;
}

/** A call of one method of {@link RevisionSource} in the worker. */
export interface Call {
  readonly id: number;
  readonly method: keyof WorkerMethods;
  readonly request: unknown;
}

/** Gives up a call. */
export interface Abort {
  readonly abort: number;
}

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: PlainFailure };

/** A failure as it crosses threads, where classes do not. */
export interface PlainFailure {
  readonly kind: FailureKind;
  readonly message: string;
  readonly code: string | null;
  readonly retryAfterMs: number | null;
}

export function toPlainFailure({ kind, message, code, retryAfterMs }: Failure): PlainFailure {
  return { kind, message, code: code ?? null, retryAfterMs: retryAfterMs ?? null };
}

/** The failure as it was on the other side, without its cause. */
export function fromPlainFailure({ kind, message, code, retryAfterMs }: PlainFailure): Failure {
  return new Failure(kind, message, {
    ...(code === null ? {} : { code }),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

/** Pipelines that differ from what the worker sent last for the same view. */
export interface SnapshotDelta {
  readonly revision: Revision;
  /** Whether `pipelines` is everything, because the worker has sent nothing for this view yet. */
  readonly isFull: boolean;
  readonly pipelines: readonly CompiledPipeline[];
  readonly removed: readonly Slug[];
  readonly problems: readonly Problem[];
}

/** What the worker answers: the methods of a source, with snapshots as deltas. */
export interface WorkerMethods {
  readHeads: { request: null; value: Awaited<ReturnType<RevisionSource["readHeads"]>> };
  readControl: {
    request: Parameters<RevisionSource["readControl"]>[0];
    value: Awaited<ReturnType<RevisionSource["readControl"]>>;
  };
  readSnapshot: { request: SnapshotRequest; value: SnapshotDelta };
  readAncestry: {
    request: { base: Revision; head: Revision };
    value: Awaited<ReturnType<RevisionSource["readAncestry"]>>;
  };
  placeProblems: {
    request: { revision: Revision; problems: readonly Problem[] };
    value: readonly Problem[];
  };
  fetchCommit: { request: BranchHead; value: Awaited<ReturnType<RevisionSource["fetchCommit"]>> };
  readTexts: {
    request: { revision: Revision; paths: readonly string[] };
    value: ReadonlyMap<string, string>;
  };
  readSignatures: {
    request: SignatureRequest;
    value: Awaited<ReturnType<RevisionSource["readSignatures"]>>;
  };
  readAuthors: { request: { ranges: readonly AuthoredRange[] }; value: Authors };
  countSigners: { request: { control: Revision }; value: number };
  readCommit: { request: { revision: Revision }; value: Awaited<ReturnType<RevisionSource["readCommit"]>> };
}
