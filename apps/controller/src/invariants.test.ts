import { Failure, verifyChain } from "@lockstep/model";
import fc from "fast-check";
import { expect, test } from "vitest";

import { type Bench, environment, greeter, openBench } from "./bench.fixture.ts";

type Command =
  | { readonly kind: "release" | "rewrite" | "break" | "retire"; readonly pipeline: number }
  | { readonly kind: "revert" | "readme" | "rewind" | "empty" }
  | { readonly kind: "hint" | "git-fails" | "restart" }
  | { readonly kind: "crash"; readonly after: number };

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("release" as const), pipeline: fc.nat(3) }) },
  fc.record({
    kind: fc.constantFrom("rewrite" as const, "break" as const, "retire" as const),
    pipeline: fc.nat(3),
  }),
  fc.record({
    kind: fc.constantFrom("revert" as const, "readme" as const, "rewind" as const, "empty" as const),
  }),
  fc.record({ kind: fc.constantFrom("hint" as const, "git-fails" as const, "restart" as const) }),
  fc.record({ kind: fc.constant("crash" as const), after: fc.nat(30) }),
);

const slugs = ["a", "b", "c", "d"].map((letter) => `greet-${letter}`);

/** What a commit on main holds: the text of each file. */
type Tree = Readonly<Record<string, string>>;

/** A team at work on one strict environment, with everything written down that it ever committed. */
async function startTeam(bench: Bench) {
  let releases = 0;
  const first: Tree = Object.assign(
    {},
    environment("production", "main"),
    ...slugs.map((slug) => greeter(slug, "1.0.0", "Take 0")),
  );
  const history: { readonly revision: string; readonly tree: Tree }[] = [];
  const trees = new Map<string, Tree>();

  async function commit(tree: Tree): Promise<void> {
    const before = history.at(-1)?.tree ?? {};
    const gone = Object.keys(before).filter((path) => !(path in tree));
    const files = { ...tree, ...Object.fromEntries(gone.map((path) => [path, null])) };
    const revision = await bench.repository.commit({ branch: "main", files, at: 1_770_000_000 + trees.size });
    history.push({ revision, tree });
    trees.set(revision, tree);
  }
  await commit(first);

  async function crash(after: number): Promise<void> {
    const looking = bench.controller.reconcile();
    for (let turn = 0; turn < after; turn += 1) await new Promise(setImmediate);
    await bench.restart();
    await looking;
  }

  async function take(given: Command): Promise<unknown> {
    const tree = history.at(-1)?.tree ?? first;
    switch (given.kind) {
      case "release":
        releases += 1;
        return commit({
          ...tree,
          ...greeter(slugs[given.pipeline] ?? "", `1.${releases}.0`, `Take ${releases}`),
        });
      case "rewrite":
        return commit({ ...tree, ...greeter(slugs[given.pipeline] ?? "", "1.0.0", "Rewritten") });
      case "break":
        return commit({ ...tree, [`pipelines/${slugs[given.pipeline]}.pipeline.json`]: "{" });
      case "retire":
        return commit(
          Object.fromEntries(
            Object.entries(tree).filter(([path]) => !path.includes(slugs[given.pipeline] ?? "")),
          ),
        );
      case "empty":
        return commit(environment("production", "main"));
      case "revert":
        return commit(history.at(-2)?.tree ?? first);
      case "readme":
        return commit({ ...tree, "README.md": `Read me ${trees.size}.` });
      case "rewind":
        if (history.length > 1) history.pop();
        return bench.repository.setBranch("main", history.at(-1)?.revision ?? "");
      case "hint":
        return bench.store.environments.raiseHint("production");
      case "git-fails":
        bench.fault = new Failure("repository-unreachable", "git is away");
        await bench.controller.reconcile();
        bench.fault = null;
        return;
      case "restart":
        return bench.restart();
      case "crash":
        return crash(given.after);
    }
  }

  return { take, trees };
}

/** Looks at the org database after every command and compares it with what it showed before. */
function startWatch(bench: Bench, trees: ReadonlyMap<string, Tree>) {
  const contents = new Map<string, string>();
  let last = { revision: null as string | null, sequence: 0, pipelines: "{}", records: 0 };
  return async () => {
    const { store, repository } = bench;
    const { revision, sequence, pipelines } = await store.environments.loadApplied("production");
    const records = await bench.records("production");
    const applied = await bench.applied("production");
    const now = { revision, sequence, pipelines: JSON.stringify(applied), records: records.length };

    const claims = await store.versions.loadReleases(slugs);
    for (const { slug, version, content } of claims) {
      const name = `${slug}@${version}`;
      expect(contents.get(name) ?? content, `${name} keeps its content`).toBe(content);
      contents.set(name, content);
    }
    expect(verifyChain(records)).toMatchObject({ intact: true });
    const kinds = records.slice(last.records).map(({ kind }) => kind);
    if (now.pipelines !== last.pipelines || sequence !== last.sequence) expect(kinds).toContain("applied");
    if (revision !== last.revision) {
      expect(kinds.some((kind) => kind === "applied" || kind === "noted")).toBe(true);
      expect(applied, "what is applied is one commit").toEqual(versionsIn(trees.get(revision ?? "")));
      if (last.revision !== null) {
        await repository.git("merge-base", "--is-ancestor", last.revision, revision ?? "");
      }
    } else expect(now.pipelines).toBe(last.pipelines);
    if (last.pipelines !== "{}") expect(pipelines.size, "nothing is ever emptied").toBeGreaterThan(0);
    last = now;
  };
}

function versionsIn(tree: Tree = {}): Record<string, string> {
  const manifests = Object.entries(tree).filter(([path]) => path.startsWith("pipelines/"));
  return Object.fromEntries(
    manifests.map(([, text]) => {
      const { slug, version } = JSON.parse(text) as { slug: string; version: string };
      return [slug, version];
    }),
  );
}

const isOfTeam = ({ kind }: Command) => !["hint", "git-fails", "restart", "crash"].includes(kind);

/** A command, and whether the controller looks before the next one. */
type Move = readonly [Command, boolean];

async function play(moves: readonly Move[], isWatched: boolean) {
  const bench = await openBench();
  try {
    const { take, trees } = await startTeam(bench);
    const watch = isWatched ? startWatch(bench, trees) : async () => {};
    await bench.controller.reconcile();
    for (const [each, isSeen] of moves) {
      await take(each);
      if (isSeen) await bench.controller.reconcile();
      await watch();
    }
    await bench.controller.reconcile();
    await watch();
    const { revision, sequence } = await bench.store.environments.loadApplied("production");
    return {
      revision,
      sequence,
      pipelines: await bench.applied("production"),
      state: (await bench.status("production")).state,
    };
  } finally {
    await bench.close();
  }
}

test(
  "whatever a team commits and whatever fails meanwhile, the invariants hold",
  { timeout: 60_000 },
  async () => {
    const moves = fc.array(fc.tuple(command, fc.boolean()), { minLength: 4, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(moves, async (given) => void (await play(given, true))),
      { numRuns: 25 },
    );
  },
);

test("crashes, restarts, faults and hints change nothing in the end", { timeout: 60_000 }, async () => {
  const noise = command.filter((each) => !isOfTeam(each));
  const pairs = fc.array(fc.tuple(command.filter(isOfTeam), noise), { minLength: 2, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(pairs, async (given) => {
      const calm = given.map(([each]): Move => [each, true]);
      const disturbed = given.flatMap(([each, noisy]): Move[] => [
        [each, false],
        [noisy, true],
      ]);
      expect(await play(disturbed, true)).toEqual(await play(calm, false));
    }),
    { numRuns: 8 },
  );
});
