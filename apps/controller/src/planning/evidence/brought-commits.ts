import type { Plan } from "@lockstep/model";

import type { AuthoredRange } from "../../source/revision-source.ts";
import type { EvidenceRequest } from "./evidence-request.ts";

/** The commits that a plan brings: of the environment's branch, and of the control branch where it changes the environment. */
export function broughtRanges({
  subject: { head, control },
  applied,
  contents,
}: Pick<EvidenceRequest, "subject" | "applied" | "contents">): readonly AuthoredRange[] {
  const isConfigured = configures(contents.plan);
  const isConfigurationAlone = contents.plan.changes.every(({ kind }) => kind === "configure");
  const ranges: AuthoredRange[] = [];
  if (!isConfigurationAlone) ranges.push({ from: applied.revision, to: head.revision });
  const isSame = head.revision === control.revision && applied.revision === applied.controlRevision;
  if (isConfigured && (isConfigurationAlone || !isSame))
    ranges.push({ from: applied.controlRevision, to: control.revision });
  return ranges;
}

function configures({ changes }: Plan): boolean {
  return changes.some(({ kind }) => kind === "configure");
}
