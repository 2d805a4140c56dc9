import type { CompiledPipeline, Impact, Slug } from "@lockstep/model";

type Calls = Pick<Impact, "callers" | "callees"> & {
  readonly totals: Pick<Impact["totals"], "callers" | "callees">;
};

/** Everybody may call one pipeline; nobody reads more of them. */
const mostListed = 1_000;

/** Who calls changed pipelines and whom they call, in what the plan leads to. Lists are about `shown`, counts about `all`. */
export function findCalls(
  pipelines: readonly Pick<CompiledPipeline, "slug" | "callees">[],
  all: readonly Slug[],
  shown: ReadonlySet<Slug>,
): Calls {
  const changed = new Set(all);
  const calls = pipelines.flatMap(({ slug: caller, callees }) =>
    callees.map(({ slug: callee, range }) => ({ caller, callee, range })),
  );
  const incoming = calls.filter(({ callee }) => changed.has(callee));
  const outgoing = calls.filter(({ caller }) => changed.has(caller));
  return {
    totals: { callers: incoming.length, callees: outgoing.length },
    callers: incoming
      .filter(({ callee }) => shown.has(callee))
      .sort((one, other) => (nameOf(one.callee, one.caller) < nameOf(other.callee, other.caller) ? -1 : 1))
      .slice(0, mostListed),
    callees: outgoing
      .filter(({ caller }) => shown.has(caller))
      .sort((one, other) => (nameOf(one.caller, one.callee) < nameOf(other.caller, other.callee) ? -1 : 1))
      .slice(0, mostListed),
  };
}

function nameOf(one: Slug, other: Slug): string {
  return `${one} ${other}`;
}
