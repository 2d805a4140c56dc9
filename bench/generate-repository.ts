import type { CommitRequest, TestRepository } from "@lockstep/testkit";

export interface RepositorySize {
  /** Pipeline manifests of 3.3 KB, 14 to a folder. */
  readonly manifests: number;
  /** Files that no environment selects. */
  readonly others: number;
  readonly commits: number;
}

/** What the figures in `docs/` were measured on. */
export const measuredSize: RepositorySize = { manifests: 10_000, others: 50_000, commits: 500 };

const manifestsPerFolder = 14;

/** Fills an empty repository: everything in the first commit, then one changed manifest in each. Packed as forges pack. */
export async function generateRepository(repository: TestRepository, size: RepositorySize): Promise<string> {
  const files: Record<string, string> = { "environments/staging.json": environment() };
  for (let index = 0; index < size.manifests; index++) files[manifestPath(index)] = manifestText(index, 0);
  for (let index = 0; index < size.others; index++) {
    files[`src/area-${index % 100}/part-${index % 7}/file-${index}.txt`] = noise(index, 1200);
  }
  const changes: CommitRequest[] = Array.from({ length: size.commits - 1 }, (_, index) => {
    const manifest = (index * 37) % size.manifests;
    return { branch: "main", files: { [manifestPath(manifest)]: manifestText(manifest, index + 1) } };
  });
  const revision = await repository.commitAll([{ branch: "main", files }, ...changes]);
  await repository.git("repack", "-adq", "--window=10");
  return revision;
}

/** Every manifest with a new version, as one commit's files. */
export function changeAllManifests(size: RepositorySize, patch: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: size.manifests }, (_, index) => [manifestPath(index), manifestText(index, patch)]),
  );
}

export function manifestPath(index: number): string {
  const folder = Math.floor(index / manifestsPerFolder);
  return `pipelines/team-${folder % 10}/group-${folder}/pipeline-${index}.pipeline.json`;
}

/** A valid manifest of about 3.3 KB that differs from its neighbours and between patches. */
export function manifestText(index: number, patch: number): string {
  const steps = Array.from({ length: 6 }, (_, step) => ({
    id: `step_${step}`,
    type: "set",
    title: `Step ${step} of pipeline ${index}`,
    description: noise(index * 10 + step, 100),
    ...(step === 0 ? {} : { dependsOn: [`step_${step - 1}`] }),
    with: { values: { limit: index + step, mode: patch, label: noise(index + step * 7, 60) } },
  }));
  const manifest = {
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    slug: `pipeline-${index}`,
    version: `1.0.${patch}`,
    title: `Pipeline ${index}`,
    description: noise(index, 300),
    team: "data",
    input: {
      schema: { type: "object", properties: { since: { type: "string" }, pages: { type: "integer" } } },
    },
    output: { value: "{{ steps.step_5.output }}" },
    steps,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function environment(): string {
  const manifest = {
    apiVersion: "lockstep/v1",
    kind: "Environment",
    slug: "staging",
    tier: "staging",
    source: { branch: "main", include: ["pipelines/**/*.pipeline.json"] },
    teams: { data: { queue: "data" } },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Words that deflate about as well as prose; the same for the same seed. */
function noise(seed: number, length: number): string {
  let state = (seed + 1) * 2_654_435_761;
  let text = "";
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += `${state.toString(36)} `;
  }
  return text.slice(0, length).trim();
}
