import { Failure } from "@lockstep/model";
import fc from "fast-check";
import { expect } from "vitest";

import type { Piece, Reference, Wish } from "./reference.fixture.ts";
import type { World } from "./world.fixture.ts";

/** What a sequence is played with: the reference, the product, and what the team remembers. */
export interface Scene {
  readonly world: World;
  readonly wishes: Map<string, Wish>;
  /** Commits that the branch had, the newest last. */
  readonly branch: string[];
  releases: number;
  commits: number;
}

const letters = ["a", "b", "c"] as const;

type Play = (reference: Reference, scene: Scene) => Promise<void>;

/** A command by name; after most of them the controller looks, after some only with the next one. */
function command(name: string, isSeen: boolean, play: Play): fc.AsyncCommand<Reference, Scene> {
  return {
    check: () => true,
    async run(reference, scene) {
      await play(reference, scene);
      if (isSeen) await lookAndCompare(reference, scene);
    },
    toString: () => (isSeen ? name : `${name}, unseen`),
  };
}

function headOf({ branch, wishes }: Scene): { readonly revision: string; readonly wish: Wish } {
  const revision = branch.at(-1) ?? "";
  return { revision, wish: wishes.get(revision) ?? { pieces: new Map(), isBroken: false } };
}

export function push(scene: Scene, wish: Wish): void {
  scene.commits += 1;
  const revision = scene.world.commit(wish, scene.commits);
  scene.branch.push(revision);
  scene.wishes.set(revision, wish);
}

/** Changes one pipeline of what the branch has; a commit that mends nothing keeps what is broken. */
function pushPiece(scene: Scene, letter: string, piece: Piece | null): void {
  const pieces = new Map(headOf(scene).wish.pieces);
  if (piece === null) pieces.delete(letter);
  else pieces.set(letter, piece);
  push(scene, { pieces, isBroken: false });
}

function nextVersion(scene: Scene): number {
  scene.releases += 1;
  return scene.releases;
}

/** One look at everything, and then the product has to be where the reference is. */
export async function lookAndCompare(reference: Reference, scene: Scene): Promise<void> {
  const { world } = scene;
  const { revision, wish } = headOf(scene);
  const isAhead = reference.revision === null || world.repository.isAncestor(reference.revision, revision);
  const outcome = reference.look(wish, { revision, isAhead }, new Date(world.clock.time));
  // The second look scans for drift: one that applied a commit leaves that to the next.
  for (let look = 0; look < 2; look += 1) {
    world.clock.time += 61_000;
    await world.database.store.environments.raiseHint(world.slug);
    await world.look();
  }
  await compare(reference, scene, outcome);
}

const statesOf = {
  applied: ["in-sync", "drifted"],
  noted: ["in-sync", "drifted"],
  waiting: ["waiting"],
  held: ["held", "waiting"],
  refused: ["refused"],
} as const;

async function compare(
  reference: Reference,
  { world }: Scene,
  outcome: keyof typeof statesOf,
): Promise<void> {
  const { store } = world.database;
  const status = await store.environments.load(world.slug);
  expect(statesOf[outcome], `${status?.because}`).toContain(status?.state);
  await compareApplied(reference, world);
  const drift = await store.drift.list(world.slug);
  expect(new Set(drift.map(({ slug }) => slug.slice(0, 1)))).toEqual(reference.tampered);
  if (outcome !== "applied") return;
  const past = await store.environments.load(world.slug);
  reference.states.push({
    deploy: past?.appliedDeploy ?? "",
    revision: reference.revision ?? "",
    pieces: reference.pieces,
  });
}

async function compareApplied(reference: Reference, world: World): Promise<void> {
  const { revision, sequence } = await world.database.store.environments.loadApplied(world.slug);
  const applied = new Map(
    [...(await world.applied())].map(([letter, { version, text }]) => [letter, { version, text }]),
  );
  expect({ applied, revision, sequence }).toEqual({
    applied: new Map([...reference.pieces].sort(([one], [other]) => (one < other ? -1 : 1))),
    revision: reference.revision,
    sequence: reference.sequence,
  });
}

const letter = fc.constantFrom(...letters);
const seen = fc.boolean().map((isUnseen) => !isUnseen);

function commits(): fc.Arbitrary<fc.AsyncCommand<Reference, Scene>>[] {
  const of = (name: string, play: (scene: Scene, letter: string, reference: Reference) => void) =>
    fc
      .tuple(letter, seen)
      .map(([one, isSeen]) =>
        command(`${name} ${one}`, isSeen, async (reference, scene) => play(scene, one, reference)),
      );
  return [
    of("release", (scene, one) => {
      const version = nextVersion(scene);
      pushPiece(scene, one, { version, text: `Take ${version}` });
    }),
    of("rewrite", (scene, one) => {
      const known = headOf(scene).wish.pieces.get(one);
      if (known !== undefined) pushPiece(scene, one, { ...known, text: `Rewritten ${scene.commits}` });
    }),
    of("same content under a new version", (scene, one, reference) => {
      const bad = reference.quarantine.find(({ slug }) => slug === one);
      const text = bad?.text ?? headOf(scene).wish.pieces.get(one)?.text;
      if (text !== undefined) pushPiece(scene, one, { version: nextVersion(scene), text });
    }),
    of("retire", (scene, one) => pushPiece(scene, one, null)),
    of("revert", (scene) => {
      const before = scene.branch.at(-2);
      const wish = before === undefined ? undefined : scene.wishes.get(before);
      if (wish !== undefined) push(scene, wish);
    }),
    of("read me", (scene) => push(scene, headOf(scene).wish)),
    of("break", (scene) => push(scene, { ...headOf(scene).wish, isBroken: true })),
    of("empty", (scene) => push(scene, { pieces: new Map(), isBroken: false })),
    of("force-push", (scene) => {
      if (scene.branch.length < 2) return;
      scene.branch.pop();
      scene.world.repository.heads.set("main", scene.branch.at(-1) ?? "");
    }),
  ];
}

function people(): fc.Arbitrary<fc.AsyncCommand<Reference, Scene>>[] {
  const of = (name: string, play: Play) => seen.map((isSeen) => command(name, isSeen, play));
  return [
    of("approve", async (reference, { world }) => {
      expect(await world.answer("approved")).toBe(reference.answer(reference.approved));
    }),
    of("reject", async (reference, { world }) => {
      expect(await world.answer("rejected")).toBe(reference.answer(reference.rejected));
    }),
    of("hold", async (reference, { world }) => {
      const hold = { environment: world.slug, kind: "pause", reason: "Wait.", actor: actor() } as const;
      await world.database.store.holds.place({ ...hold, deploy: null, quarantine: [] });
      reference.isPaused = true;
    }),
    of("resume", async (reference, { world }) => {
      const { holds } = world.database.store;
      await holds.lift({ environment: world.slug, holds: null, actor: actor(), reason: "Go on." });
      reference.resume();
    }),
  ];
}

function actor() {
  return { kind: "token", id: "token:grace" } as const;
}

/** Going back asks neither git nor a forge, so it is tried while git is away. */
async function goBack(reference: Reference, { world }: Scene, index: number): Promise<void> {
  const to = reference.states[index % Math.max(reference.states.length, 1)];
  if (to === undefined) return;
  const isPossible = reference.rollBack(to);
  world.repository.fault = new Failure("repository-unreachable", "git is away");
  const done = await world.rollBack(to.deploy).catch((thrown: unknown) => thrown);
  world.repository.fault = null;
  if (done instanceof Error) expect(isPossible, done.message).toBe(false);
  else {
    expect(isPossible).toBe(true);
    const { deploy } = done as Awaited<ReturnType<World["rollBack"]>>;
    reference.states.push({ deploy: deploy.id, revision: to.revision, pieces: to.pieces });
  }
  await compareApplied(reference, world);
}

function accidents(): fc.Arbitrary<fc.AsyncCommand<Reference, Scene>>[] {
  return [
    fc
      .tuple(fc.nat(8), seen)
      .map(([index, isSeen]) =>
        command(`roll back to ${index}`, isSeen, (reference, scene) => goBack(reference, scene, index)),
      ),
    fc.tuple(letter, fc.boolean()).map(([one, isEdit]) =>
      command(
        isEdit ? `edit the row of ${one}` : `delete the row of ${one}`,
        true,
        async (reference, { world }) => {
          if (!reference.pieces.has(one)) return;
          const where = `WHERE environment = '${world.slug}' AND slug = '${world.pipeline(one)}'`;
          const table = "environment_pipelines";
          await world.database.sql(
            isEdit ? `UPDATE ${table} SET version = '9.9.9' ${where}` : `DELETE FROM ${table} ${where}`,
          );
          reference.tampered.add(one);
        },
      ),
    ),
    fc.integer({ min: 1, max: 30 }).map((hours) =>
      command(`${hours} hours pass`, true, async (_reference, { world }) => {
        world.clock.time += hours * 3_600_000;
      }),
    ),
    fc.nat(40).map((operations) =>
      command(`crash after ${operations} operations`, true, async (_reference, { world }) => {
        await world.look(operations);
      }),
    ),
    fc.integer({ min: 2, max: 4 }).map((count) =>
      command(`${count} hints at once`, true, async (_reference, { world }) => {
        const { environments } = world.database.store;
        await Promise.all(Array.from({ length: count }, () => environments.raiseHint(world.slug)));
      }),
    ),
    fc.constant(
      command("git is away", false, async (reference, { world }) => {
        world.repository.fault = new Failure("repository-unreachable", "git is away");
        await world.look();
        world.repository.fault = null;
        await compareApplied(reference, world);
      }),
    ),
  ];
}

/** Sequences of what teams, people, clocks and accidents do to one environment; the first of each kind more often. */
export function sequences(maxCommands: number) {
  const [release, ...otherCommits] = commits();
  const [approve, ...otherPeople] = people();
  const [goingBack, ...otherAccidents] = accidents();
  const often = [release, approve, goingBack].flatMap((one) => (one === undefined ? [] : [one, one, one]));
  const others = [...otherCommits, ...otherPeople, ...otherAccidents];
  return fc.commands([...often, ...others], { maxCommands, size: "max" });
}
