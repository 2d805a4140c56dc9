import type { DeployAnswer } from "../deploys/deploy-queries.ts";
import { waitsForPerson } from "../deploys/gates.ts";
import { mayAct, type Session } from "../session/session.ts";
import type { AskedStep } from "./approval-queries.ts";

/** Something that waits for a person. */
export type Waiting =
  | { readonly kind: "deploy"; readonly answer: DeployAnswer }
  | { readonly kind: "step"; readonly asked: AskedStep };

export interface SortedWaiting {
  /** What whoever is logged in may answer. */
  readonly mine: readonly Waiting[];
  readonly others: readonly Waiting[];
}

export interface WaitingFacts {
  readonly deploys: readonly DeployAnswer[];
  readonly asked: readonly AskedStep[];
}

/** What waits for a person, mine first: what names me, then deploys, then by when it expires. */
export function sortWaiting(session: Session, { deploys, asked }: WaitingFacts): SortedWaiting {
  const people: readonly Waiting[] = [
    ...deploys
      .filter(({ deploy }) => deploy.state === "waiting" && deploy.verdicts.some(waitsForPerson))
      .map((answer) => ({ kind: "deploy", answer }) as const),
    ...asked.map((one) => ({ kind: "step", asked: one }) as const),
  ];
  const sorted = people.toSorted(
    (one, other) => rankOf(session, one) - rankOf(session, other) || keyOf(one).localeCompare(keyOf(other)),
  );
  return {
    mine: sorted.filter((one) => isMine(session, one)),
    others: sorted.filter((one) => !isMine(session, one)),
  };
}

function isMine(session: Session, waiting: Waiting): boolean {
  return waiting.kind === "deploy" ? waiting.answer.approval.isOpen : mayAnswer(session, waiting.asked);
}

/** Whether a step's question is for somebody: approvers, and whom it names. Who started the run is refused by the server. */
export function mayAnswer(session: Session, { assignees }: Pick<AskedStep, "assignees">): boolean {
  return isNamed(session, assignees) || mayAct(session, "approver");
}

function isNamed({ name }: Session, assignees: readonly string[]): boolean {
  return assignees.includes(`token:${name}`);
}

function rankOf(session: Session, waiting: Waiting): number {
  if (waiting.kind === "deploy") return 1;
  return isNamed(session, waiting.asked.assignees) ? 0 : 2;
}

function keyOf(waiting: Waiting): string {
  return waiting.kind === "deploy" ? waiting.answer.deploy.createdAt : waiting.asked.expiresAt;
}
