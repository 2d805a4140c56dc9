import {
  type AppliedState,
  type CommitSignature,
  type Evidence,
  Failure,
  failureKinds,
  type Forge,
  type Revision,
} from "@lockstep/model";

import type { RevisionSource, SignatureRequest } from "../source/revision-source.ts";
import { judgeByForge } from "./forge-verdicts.ts";
import type { Subject } from "./subject.ts";

interface Asked {
  readonly source: RevisionSource;
  readonly forge: Forge;
  readonly subject: Subject;
  readonly applied: AppliedState;
  readonly isLateArrival: boolean;
  readonly signal: AbortSignal;
}

/**
 * Who signed what the plan brings, gathered only where a policy asks. Who may sign is said by the applied control
 * revision: a commit that adds a key cannot be vouched for by that key.
 */
export async function readCommitSignatures(asked: Asked): Promise<Pick<Evidence, "signatures" | "signers">> {
  const { source, subject, signal } = asked;
  const { environment } = subject.configuration;
  const isRequired = environment.source.commitSignatures === "require";
  const signers = isRequired ? await source.countSigners(subject.control.revision, signal) : null;
  return { signers, signatures: isJudged(asked) ? await readRanges(asked) : null };
}

/** The first plan of an environment that was there from the beginning is judged by nobody. */
function isJudged({ subject, applied, isLateArrival }: Asked): boolean {
  const { source } = applied.policy ?? subject.configuration.environment;
  return source.commitSignatures !== "off" && (applied.sequence > 0 || isLateArrival);
}

/** The control branch counts too: it brings the environment's policy and who may sign. Trial merges are signed by nobody. */
async function readRanges(asked: Asked): Promise<readonly CommitSignature[]> {
  const { source, forge, subject, applied, signal } = asked;
  const { head, control, trial } = subject;
  const madeOf = (revision: Revision) => (revision === trial?.revision ? trial.base : revision);
  const request: SignatureRequest = {
    ranges: [
      { from: applied.revision, to: madeOf(head.revision) },
      { from: applied.controlRevision, to: madeOf(control.revision) },
    ],
    signers: applied.controlRevision ?? control.revision,
  };
  try {
    const read = await source.readSignatures(request, signal);
    return [...(await judgeByForge(forge, read, signal)), ...(await findSetBack(asked)), ...unmade(subject)];
  } catch (thrown) {
    return [unreadable(head.revision, thrown)];
  }
}

function unmade({ trial, head, control }: Subject): readonly CommitSignature[] {
  if (trial === undefined || ![head.revision, control.revision].includes(trial.revision)) return [];
  const because = "merging makes another commit, whose signature is judged when it is there";
  return [{ revision: trial.revision, status: "unmade", signer: null, because }];
}

/** A control branch that was set back would bring back signers and policy that were taken out since, all well signed. */
async function findSetBack({ source, subject, applied, signal }: Asked): Promise<readonly CommitSignature[]> {
  const [before, { revision }] = [applied.controlRevision, subject.control];
  if (before === null || before === revision) return [];
  if ((await source.readAncestry(before, revision, signal)) === "ahead") return [];
  const because = `The control branch does not contain ${before}, by which was judged who may sign; push a commit that does.`;
  return [{ revision, status: "invalid", signer: null, because }];
}

/** What no further try can read keeps the gate closed, with the reason; `warn` then still lets it pass. */
function unreadable(revision: Revision, thrown: unknown): CommitSignature {
  const isLasting =
    thrown instanceof Failure &&
    thrown.kind !== "cancelled" &&
    failureKinds[thrown.kind].disposition === "stall";
  if (!isLasting) throw thrown;
  return { revision, status: "unsupported", signer: null, because: thrown.message };
}
