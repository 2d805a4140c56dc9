import type { ChangeKind, DeployState, RunState, StepState, SyncState, Verdict } from "@lockstep/model";

import { type Style, styled, type Text } from "../terminal/text.ts";

type State = SyncState | DeployState | RunState | StepState | Verdict["verdict"] | ChangeKind;

/** Green is done, yellow waits for something, red needs a person, cyan is under way. */
const styles: Readonly<Record<State, Style>> = {
  "in-sync": "green",
  applied: "green",
  completed: "green",
  open: "green",
  create: "green",
  pending: "cyan",
  planned: "cyan",
  applying: "cyan",
  queued: "cyan",
  running: "cyan",
  update: "cyan",
  configure: "cyan",
  waiting: "yellow",
  held: "yellow",
  unknown: "yellow",
  revert: "yellow",
  retune: "cyan",
  retrigger: "cyan",
  reassign: "cyan",
  relabel: "cyan",
  drifted: "red",
  refused: "red",
  rejected: "red",
  failed: "red",
  prune: "red",
  superseded: "dim",
  skipped: "dim",
  cancelled: "dim",
};

/** A state's word in its colour; a word that a newer server made up stays plain. */
export function stateText(state: State): Text {
  return Object.hasOwn(styles, state) ? styled(styles[state], state) : state;
}
