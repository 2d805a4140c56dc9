import type { TestRepository } from "@lockstep/testkit";

/** How large the shop is whose dashboard is measured. */
export interface ShopSize {
  /** Of six steps each, in every environment. */
  readonly pipelines: number;
  /** Of the pipeline {@link graph}. */
  readonly steps: number;
  /** Lines of the pipeline {@link text}, about; every tenth one differs between staging and production. */
  readonly lines: number;
}

export const ladder = ["development", "qa", "staging", "production"] as const;

/** The pipeline with many steps. */
export const graph = "graph";
/** The pipeline with a long manifest. */
export const text = "text";
/** The pipeline that makes an attempt for each item of its input. */
export const loop = "loop";

/** Commits it as four environments, of which production is one commit behind; returns its head and theirs. */
export async function prepareLargeShop(repository: TestRepository, size: ShopSize) {
  const released = await repository.commit({
    branch: "main",
    files: { ...environments(), ...manifests(size, 0) },
    message: "Release it",
  });
  await repository.setBranch("development", released);
  const files = manifests(size, 1);
  const ahead = await repository.commit({ branch: "development", files, message: "Change it all" });
  for (const branch of ["qa", "staging"]) await repository.setBranch(branch, ahead);
  return { released, ahead };
}

function environments(): Record<string, string> {
  const manifest = (slug: (typeof ladder)[number], at: number) => ({
    apiVersion: "lockstep/v1",
    kind: "Environment",
    slug,
    tier: slug,
    source: { branch: slug === "production" ? "main" : slug },
    teams: { shared: { queue: `${slug}-shared` } },
    fallbackTeam: "shared",
    ...(at === 0 ? {} : { promotesFrom: ladder[at - 1] }),
  });
  return Object.fromEntries(
    ladder.map((slug, at) => [`environments/${slug}.json`, JSON.stringify(manifest(slug, at), null, 2)]),
  );
}

function manifests(size: ShopSize, patch: number): Record<string, string> {
  const small = Array.from({ length: size.pipelines }, (_, at) =>
    manifest(`pipeline-${String(at).padStart(5, "0")}`, patch, {
      title: `Pipeline number ${at}`,
      steps: Array.from({ length: 6 }, (_, step) => setStep(step, { at, patch })),
    }),
  );
  return Object.fromEntries([
    ...small,
    manifest(graph, patch, { steps: Array.from({ length: size.steps }, (_, at) => graphStep(at, patch)) }),
    manifest(text, patch, {
      steps: [{ id: "say", type: "set", with: { values: longValues(size.lines, patch) } }],
    }),
    manifest(loop, patch, {
      input: { schema: { type: "object", properties: { items: { type: "array" } }, required: ["items"] } },
      steps: [
        {
          id: "each",
          type: "set",
          forEach: { items: "{{ input.items }}", concurrency: 20 },
          with: { values: { got: "{{ item }}" } },
        },
      ],
    }),
  ]);
}

function manifest(slug: string, patch: number, more: object): readonly [string, string] {
  const whole = { apiVersion: "lockstep/v1", kind: "Pipeline", slug, version: `1.0.${patch}`, ...more };
  return [`pipelines/${slug}.pipeline.json`, JSON.stringify(whole, null, 2)];
}

function setStep(at: number, values: object) {
  return {
    id: `step_${at}`,
    type: "set",
    ...(at === 0 ? {} : { dependsOn: [`step_${at - 1}`] }),
    with: { values },
  };
}

/** Layers of ten, each step after two of the layer before it; one step in fifty changes with the patch. */
function graphStep(at: number, patch: number) {
  const row = Math.floor(at / 10) - 1;
  const before = row < 0 ? [] : [row * 10 + (at % 10), row * 10 + ((at + 3) % 10)];
  return {
    id: `step_${at}`,
    type: "set",
    ...(before.length === 0 ? {} : { dependsOn: before.map((one) => `step_${one}`) }),
    with: { values: { at, patch: at % 50 === 0 ? patch : 0 } },
  };
}

function longValues(lines: number, patch: number) {
  return Object.fromEntries(
    Array.from({ length: lines }, (_, at) => [
      `line_${String(at).padStart(6, "0")}`,
      at % 10 === 0 ? `changed in ${patch}` : "as it was",
    ]),
  );
}
