import {
  type DeployAnswer,
  type Ids,
  type OrgStore,
  type SecretSource,
  toTimestamp,
  type Timer,
} from "@lockstep/model";

import { environment, greeter } from "../bench.fixture.ts";
import type { ControllerDeps } from "../controller-deps.ts";
import { createController } from "../create-controller.ts";
import { createMemoryForge } from "../forge/memory-forge.fixture.ts";
import { createRollBack } from "../rollback/roll-back.ts";
import { createMemoryRepository, type MemoryRepository, type Tree } from "./memory-source.fixture.ts";
import type { Piece, ReferencePolicy, Wish } from "./reference.fixture.ts";

/** A database that sequences share, one after the other, each under names of its own. */
export interface SharedDatabase {
  readonly store: OrgStore;
  readonly ids: Ids;
  /** Raw SQL, past the product. */
  sql(statement: string): Promise<readonly Record<string, unknown>[]>;
}

const person = { kind: "token", id: "token:ada" } as const;

const noTimer: Timer = { after: () => () => {} };
const noSecrets: SecretSource = { resolve: () => Promise.reject(new Error("there are no secrets")) };
let made = 0;

/** One environment with its repository and its controller, whose process may die between any two writes. */
export class World {
  readonly slug: string;
  readonly repository: MemoryRepository = createMemoryRepository();
  readonly clock: { time: number; now(): number };
  readonly database: SharedDatabase;
  private readonly policy: ReferencePolicy;

  constructor(database: SharedDatabase, policy: ReferencePolicy) {
    made += 1;
    this.slug = `prod-${made}`;
    this.database = database;
    this.policy = policy;
    const clock = { time: Date.parse("2026-02-02T09:00:00Z"), now: () => clock.time };
    this.clock = clock;
  }

  /** The name of a pipeline in the org, where versions are claimed for ever. */
  pipeline(letter: string): string {
    return `${letter}-${this.slug}`;
  }

  commit(wish: Wish, readme: number): string {
    return this.repository.commit("main", this.treeOf(wish, readme));
  }

  private treeOf({ pieces, isBroken }: Wish, readme: number): Tree {
    const gates = {
      approvals: this.policy.approvals === 1 ? { required: 1, excludeAuthor: false } : null,
      windows: this.policy.hasWindows ? { allow: [{ cron: "0 8 * * *", duration: "9h" }] } : null,
    };
    const apply = { forcePush: this.policy.forcePush, maxPrune: 1, selfHeal: "report" };
    const files = [...pieces].map(([letter, { version, text }]) =>
      greeter(this.pipeline(letter), `1.${version}.0`, text),
    );
    return Object.assign(
      { "README.md": String(readme), ...(isBroken ? { "pipelines/bad.pipeline.json": "{" } : {}) },
      environment(this.slug, "main", { tier: "staging", gates, apply }),
      ...files,
    ) as Tree;
  }

  /** One look by a process that does only `operations` more things with the database, then dies. */
  async look(operations = Infinity): Promise<void> {
    const controller = createController(this.depsOf(operations));
    await controller.reconcile();
    if (operations === Infinity) await controller.stop();
  }

  private depsOf(operations: number): ControllerDeps {
    const { store, ids } = this.database;
    const clocked: OrgStore = { ...store, now: async () => toTimestamp(this.clock.time) };
    return {
      store: operations === Infinity ? clocked : mortal(clocked, operations),
      forge: createMemoryForge(this.repository as never),
      source: this.repository.source,
      runTests: async () => [],
      startRun: () => Promise.reject(new Error("nothing is verified by runs here")),
      secrets: noSecrets,
      clock: this.clock,
      timer: noTimer,
      ids,
      random: () => 0,
      holder: "controller",
      controlBranch: "main",
      pollMs: 1_000,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      onReconciled: () => {},
    };
  }

  rollBack(to: string) {
    const { store, ids } = this.database;
    const request = { environment: this.slug, to, pipelines: null, reason: "It is bad.", actor: person };
    return createRollBack({ store, ids, clock: this.clock, secrets: noSecrets })({
      ...request,
      kind: "rollback",
    });
  }

  async answer(verdict: DeployAnswer["verdict"]): Promise<boolean> {
    const { deploys } = this.database.store;
    const open = await deploys.loadOpen(this.slug);
    if (open === null) return false;
    const answer = { actor: person, verdict, planHash: open.plan.hash, reason: "because" };
    return (await deploys.answer(open.id, answer)).outcome === "accepted";
  }

  async applied(): Promise<ReadonlyMap<string, Piece & { readonly content: string }>> {
    const { pipelines } = await this.database.store.environments.loadApplied(this.slug);
    const { versions } = this.database.store;
    const texts = await versions.loadManifests([...pipelines.values()].map(({ manifest }) => manifest));
    return new Map(
      [...pipelines.values()].map(({ slug, manifest, content }) => {
        const parsed = JSON.parse(texts.get(manifest) ?? "{}") as {
          version: string;
          steps: [{ with: { values: { text: string } } }];
        };
        const piece = {
          version: Number(parsed.version.split(".")[1]),
          text: parsed.steps[0].with.values.text,
          content,
        };
        return [slug.slice(0, 1), piece];
      }),
    );
  }

  /** Leaves the database to the next sequence. */
  async leave(): Promise<void> {
    await this.database.sql(`DELETE FROM environments WHERE slug = '${this.slug}'`);
  }
}

/** A store whose process ends after so many operations: nothing that it asks later is done. */
function mortal(store: OrgStore, operations: number): OrgStore {
  let left = operations;
  const within = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value === "object" && value !== null) return within(value);
        if (typeof value !== "function") return value;
        return (...given: readonly unknown[]): unknown => {
          if (name === "listen") return () => {};
          left -= 1;
          if (left < 0) throw new Error("the process is dead");
          return Reflect.apply(value, target, given);
        };
      },
    });
  return within(store);
}
