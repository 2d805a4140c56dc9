import type { Json, JsonObject } from "@lockstep/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { acmePipelines, readAcme, readAcmeFile } from "../../testing/acme.ts";
import { orderManifest } from "../../testing/order-manifest.ts";
import { inlineFiles } from "../files/inline-files.ts";
import type { WrittenPipeline } from "../format/pipeline-format.ts";
import { resolvePipeline } from "../resolve-pipeline.ts";
import { canonicalise } from "./canonicalise.ts";
import { checksums } from "./checksums.ts";

const manifests = [
  ["order", JSON.parse(orderManifest) as WrittenPipeline],
  ...acmePipelines.map((path) => {
    const text = new TextDecoder().decode(readAcme(path));
    const { value } = inlineFiles({ path, text, value: JSON.parse(text) as Json, readFile: readAcmeFile });
    return [path, value as unknown as WrittenPipeline] as const;
  }),
] as const;

type Fields = { [name: string]: Json };

/** The same value with the members of every object in another order, given by a random sequence. */
function shuffleKeys(value: Json, random: () => number): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item: Json) => shuffleKeys(item, random));
  return Object.fromEntries(
    shuffle(Object.entries<Json>(value), random).map(([key, member]) => [key, shuffleKeys(member, random)]),
  );
}

function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}

/** Steps, triggers and set-like lists in another order. */
function shuffleLists(written: WrittenPipeline, random: () => number): WrittenPipeline {
  const set = (list: readonly string[] | undefined) => shuffle(list ?? [], random);
  return {
    ...written,
    tags: set(written.tags),
    owners: set(written.owners),
    uses: {
      variables: set(written.uses?.variables),
      secrets: set(written.uses?.secrets),
      connections: set(written.uses?.connections),
    },
    triggers: shuffle(written.triggers ?? [], random),
    steps: shuffle(written.steps, random).map((step) => ({ ...step, dependsOn: set(step.dependsOn) })),
  };
}

/** Every default written out: a resolved pipeline is a manifest again, but for what stands for «not there». */
function spellOut(written: WrittenPipeline): WrittenPipeline {
  const resolved = resolvePipeline(written);
  const withoutNulls = (fields: object) =>
    Object.fromEntries(Object.entries(fields).filter(([name, value]) => value !== null || name === "value"));
  return {
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    ...withoutNulls(resolved),
    defaults: written.defaults ?? {},
    steps: resolved.steps.map(withoutNulls),
    triggers: resolved.triggers.map((trigger) =>
      withoutNulls(trigger.type === "webhook" ? { ...trigger, auth: withoutNulls(trigger.auth) } : trigger),
    ),
    tests: written.tests ?? [],
  } as unknown as WrittenPipeline;
}

describe.each(manifests)("the checksums of %s", (_name, written) => {
  const { content, manifest } = checksums(written);

  test("do not depend on the order of keys, steps, triggers and set-like lists", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = randomFrom(seed);
        const shuffled = shuffleKeys(shuffleLists(written, random), random);
        expect(checksums(shuffled as unknown as WrittenPipeline)).toMatchObject({ content, manifest });
      }),
    );
  });

  test("do not depend on whether defaults are written", () => {
    expect(checksums(spellOut(written))).toMatchObject({ content, manifest });
    const canonical = canonicalise(written) as unknown as WrittenPipeline;
    expect(checksums(canonical)).toMatchObject({ content, manifest });
    expect(canonicalise(canonical)).toEqual(canonicalise(written));
  });
});

type Edit = readonly [what: string, edit: (manifest: WrittenPipeline) => void];

function fieldsOf(value: unknown): Fields {
  return value as Fields;
}

const harmless: readonly Edit[] = [
  [
    "title, description and tags",
    (m) => void Object.assign(m, { title: "T", description: "D", tags: ["x"], owners: ["o"] }),
  ],
  [
    "version, team and labels",
    (m) => void Object.assign(m, { version: "9.9.9", team: "other", labels: { a: "b" } }),
  ],
  ["deprecation", (m) => void Object.assign(m, { deprecated: "use another one" })],
  [
    "a step's title and position",
    (m) => void Object.assign(m.steps[0] ?? {}, { title: "T", position: { x: 1, y: 2 } }),
  ],
  [
    "timeouts and retries",
    (m) =>
      void Object.assign(m.steps[0] ?? {}, { timeout: "9s", startDelay: "1s", retry: { maxAttempts: 9 } }),
  ],
  [
    "pipeline tuning",
    (m) => void Object.assign(m, { timeout: "9h", defaults: { timeout: "1s" }, concurrency: { limit: 9 } }),
  ],
  [
    "triggers, with the secret that only they use",
    (m) => {
      m.triggers = [];
      if (m.uses?.secrets) m.uses.secrets = m.uses.secrets.filter((name) => !name.startsWith("HOOK"));
    },
  ],
  [
    "a variable that only a trigger uses",
    (m) => {
      m.uses = { ...m.uses, variables: [...(m.uses?.variables ?? []), "FROM"] };
      m.triggers = [
        ...(m.triggers ?? []),
        { id: "more", type: "event", event: "e", input: { id: "{{ vars.FROM }}" } },
      ];
    },
  ],
  ["tests", (m) => void delete m.tests],
  ["the sample", (m) => void delete m.input?.sample],
  [
    "annotations of a schema",
    (m) => {
      const schema = fieldsOf(m.input?.schema);
      Object.assign(schema, { title: "T", description: "D", examples: [1], $comment: "C" });
      Object.assign(fieldsOf(fieldsOf(schema["properties"])["id"]), { description: "the id" });
    },
  ],
  [
    "concurrency of a loop",
    (m) => void Object.assign(m.steps[0]?.forEach ?? {}, { concurrency: 9, maxItems: 9 }),
  ],
];

const behaviour: readonly Edit[] = [
  ["a parameter", (m) => void Object.assign(m.steps[0]?.with ?? {}, { url: "https://other.example" })],
  [
    "a title inside of parameters",
    (m) => void Object.assign(m.steps[0]?.with ?? {}, { json: { title: "T" } }),
  ],
  ["a condition", (m) => void Object.assign(m.steps[0] ?? {}, { when: "{{ true }}" })],
  ["what an unmet condition means", (m) => void Object.assign(m.steps[2] ?? {}, { whenUnmet: "fail" })],
  ["a dependency", (m) => void Object.assign(m.steps[3] ?? {}, { dependsOn: ["fetch"] })],
  ["when a step runs", (m) => void Object.assign(m.steps[3] ?? {}, { runOn: "always" })],
  ["a step's type", (m) => void Object.assign(m.steps[3] ?? {}, { type: "set", with: { values: {} } })],
  ["a step's name", (m) => void Object.assign(m.steps[3] ?? {}, { id: "end" })],
  ["a step's effects", (m) => void Object.assign(m.steps[0] ?? {}, { effects: "write" })],
  [
    "a step's output schema",
    (m) => void Object.assign(m.steps[0] ?? {}, { outputSchema: { type: "object" } }),
  ],
  ["what an error means", (m) => void Object.assign(m.steps[0] ?? {}, { onError: { strategy: "skip" } })],
  ["a loop", (m) => void Object.assign(m.steps[0] ?? {}, { forEach: { items: "{{ [1] }}" } })],
  ["a further step", (m) => void m.steps.push({ id: "more", type: "echo", with: { value: 1 } })],
  ["the output", (m) => void Object.assign(m.output ?? {}, { value: 1 })],
  ["the output's schema", (m) => void Object.assign(m.output ?? {}, { schema: { type: "object" } })],
  ["what the input needs", (m) => void Object.assign(fieldsOf(m.input?.schema), { required: [] })],
  [
    "a default of the input",
    (m) =>
      void Object.assign(fieldsOf(fieldsOf(fieldsOf(m.input?.schema)["properties"])["amount"]), {
        default: 1,
      }),
  ],
  [
    "a property that is called title",
    (m) =>
      void Object.assign(fieldsOf(fieldsOf(m.input?.schema)["properties"]), { title: { type: "string" } }),
  ],
  ["a variable that a step may use", (m) => void m.uses?.variables?.push("MORE")],
];

describe("the content checksum", () => {
  const original = () => JSON.parse(orderManifest) as WrittenPipeline;
  const before = checksums(original());

  function edited(edit: Edit[1]): ReturnType<typeof checksums> {
    const manifest = original();
    edit(manifest);
    return checksums(manifest);
  }

  test.each(harmless)("stays when %s change", (_what, edit) => {
    expect(edited(edit).content).toBe(before.content);
  });

  test.each(behaviour)("changes with %s", (_what, edit) => {
    expect(edited(edit).content).not.toBe(before.content);
    expect(edited(edit).manifest).not.toBe(before.manifest);
  });

  test("differs when a written default overrides what the pipeline's defaults would give", () => {
    const slow = (retry: JsonObject) =>
      checksums({
        ...original(),
        defaults: { retry: { maxAttempts: 5 } },
        steps: [{ id: "a", type: "echo", with: { value: 1 }, retry }],
      });
    expect(slow({ maxAttempts: 1 }).manifest).not.toBe(slow({}).manifest);
    expect(slow({ maxAttempts: 5 }).manifest).toBe(slow({}).manifest);
  });
});
