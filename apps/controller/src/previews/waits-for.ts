import type { Decision, Verdict } from "@lockstep/model";

/** What a plan waits for at each gate that may keep it waiting, so that it fits after "waits for". */
const awaited: Readonly<Record<string, string>> = {
  approvals: "approval",
  brake: "approval of its removals",
  checks: "the forge's checks",
  contract: "approval of the broken contract",
  history: "approval of the rewritten branch",
  hold: "its hold to be lifted",
  "late-arrival": "an admin",
  manual: "approval",
  "pull-request": "its pull request",
  soak: "its soak time",
  verification: "its tests",
  windows: "a deploy window",
};

/** `approval and a deploy window`: what closed gates wait for, each once. */
export function waitsFor({ verdicts }: Decision): string {
  const closed = verdicts.filter(({ verdict }) => verdict === "waiting");
  const names = [...new Set(closed.map(nameOf))];
  const last = names.at(-1) ?? "a gate";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

function nameOf({ gate }: Verdict): string {
  return awaited[gate] ?? `the gate ${gate}`;
}
