import type { CompiledPipeline, Evidence, Plan, SoakedContent, TestedManifest } from "@lockstep/model";

import type { EvidenceRequest } from "./evidence-request.ts";
import { findAuthors } from "./find-authors.ts";
import { findMerges, worstOf } from "./find-merge.ts";

/** What gates are judged by that takes looking up. */
export type GatheredEvidence = Pick<Evidence, "authors" | "soak" | "merge" | "tests">;

const nothing: GatheredEvidence = { authors: null, soak: null, merge: null, tests: null };

/**
 * Looks up what the policy asks for, and nothing else. `isVouched` is the first plan of an environment that was there
 * from the beginning: nobody is asked about it.
 */
export async function gatherEvidence(
  request: EvidenceRequest,
  isVouched: boolean,
): Promise<GatheredEvidence> {
  const { policy, contents } = request;
  if (isVouched || contents.plan.changes.length === 0) return nothing;
  const { approvals, pullRequest, checks } = policy.gates;
  const [areAuthorsAsked, isMergeAsked] = [
    approvals?.excludeAuthor === true,
    pullRequest || checks.length > 0,
  ];
  const merges = areAuthorsAsked || isMergeAsked ? await findMerges(request) : [];
  return {
    authors: areAuthorsAsked ? await findAuthors(request, merges) : null,
    soak: await loadSoak(request),
    merge: isMergeAsked ? worstOf(merges, checks) : null,
    tests: await loadTests(request),
  };
}

async function loadSoak({
  store,
  policy,
  contents,
}: EvidenceRequest): Promise<readonly SoakedContent[] | null> {
  const { soak } = policy.gates;
  if (soak === null) return null;
  const brought = contents.plan.changes.flatMap(({ slug, to }) =>
    to === null ? [] : { slug, content: to.content },
  );
  return store.evidence.loadSoak(soak.in, brought);
}

async function loadTests({
  store,
  policy,
  contents,
}: EvidenceRequest): Promise<readonly TestedManifest[] | null> {
  if (policy.gates.verification?.tests !== "require") return null;
  return store.evidence.loadTests(broughtManifests(contents.plan));
}

function broughtManifests({ changes }: Plan) {
  return changes.flatMap(({ from, to }) =>
    to === null || to.manifest === from?.manifest ? [] : to.manifest,
  );
}

/** Pipelines of a plan whose tests have to pass and were not run yet. */
export function untestedOf(
  manifests: readonly CompiledPipeline[],
  tests: readonly TestedManifest[] | null,
): readonly CompiledPipeline[] {
  if (tests === null) return [];
  const tested = new Set(tests.map(({ manifest }) => manifest));
  return manifests.filter(({ manifest }) => !tested.has(manifest));
}
