import type { Checksum, CompiledPipeline, Slug, Snapshot } from "@lockstep/model";

import type { SnapshotDelta } from "./worker-protocol.ts";

/** Remembers what was sent for each view, so that only differences cross the thread. */
export interface DeltaSender {
  send(view: string, snapshot: Snapshot): SnapshotDelta;
}

export function createDeltaSender(): DeltaSender {
  const sent = new Map<string, ReadonlyMap<Slug, Checksum>>();
  return {
    send(view, { revision, pipelines, problems }) {
      const before = sent.get(view);
      const now = new Map(pipelines.map((pipeline) => [pipeline.slug, keyOf(pipeline)]));
      sent.set(view, now);
      if (before === undefined) return { revision, isFull: true, pipelines, removed: [], problems };
      const changed = pipelines.filter((pipeline) => before.get(pipeline.slug) !== keyOf(pipeline));
      const removed = [...before.keys()].filter((slug) => !now.has(slug));
      return { revision, isFull: false, pipelines: changed, removed, problems };
    },
  };
}

/** A manifest that moved to another path is a difference too. */
function keyOf({ manifest, path }: CompiledPipeline): Checksum {
  return `${manifest} ${path}` as Checksum;
}

/** Puts snapshots together again on the other side. */
export interface DeltaReceiver {
  receive(view: string, delta: SnapshotDelta): Snapshot;
  /** Forgets everything, because the sender did. */
  reset(): void;
}

export function createDeltaReceiver(): DeltaReceiver {
  const views = new Map<string, Map<Slug, CompiledPipeline>>();
  return {
    receive(view, { revision, isFull, pipelines, removed, problems }) {
      const known = isFull
        ? new Map<Slug, CompiledPipeline>()
        : (views.get(view) ?? new Map<Slug, CompiledPipeline>());
      for (const pipeline of pipelines) known.set(pipeline.slug, pipeline);
      for (const slug of removed) known.delete(slug);
      views.set(view, known);
      const sorted = [...known.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1));
      return { revision, pipelines: sorted, problems };
    },
    reset: () => views.clear(),
  };
}
