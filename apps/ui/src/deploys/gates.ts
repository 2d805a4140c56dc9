import type { Environment } from "@lockstep/model";

/** What a gate says of a plan, as far as it is shown. */
export interface ShownVerdict {
  readonly gate: string;
  readonly verdict: "open" | "waiting" | "refused";
  readonly because: string;
  readonly next?: string | undefined;
  readonly opensAt?: string | null | undefined;
  readonly problems?: readonly unknown[] | undefined;
}

export interface SortedGates<Verdict> {
  readonly closed: readonly Verdict[];
  readonly open: readonly Verdict[];
  /** Open because the environment does not ask for them. */
  readonly notAsked: readonly Verdict[];
}

/** Closed gates first, the refusing ones at the head; gates that nobody asks for apart. Otherwise in the order given. */
export function sortGates<Verdict extends ShownVerdict>(verdicts: readonly Verdict[]): SortedGates<Verdict> {
  const closed = verdicts.filter(({ verdict }) => verdict !== "open");
  const open = verdicts.filter(({ verdict }) => verdict === "open");
  return {
    closed: [
      ...closed.filter(({ verdict }) => verdict === "refused"),
      ...closed.filter(({ verdict }) => verdict !== "refused"),
    ],
    open: open.filter((verdict) => !isNotAsked(verdict)),
    notAsked: open.filter(isNotAsked),
  };
}

/** A gate that an environment does not ask for says so in its sentence; it has no other mark. */
function isNotAsked({ because }: ShownVerdict): boolean {
  return because.endsWith("does not ask for it here");
}

/** `pull-request` as people read it. */
export function titleOfGate(gate: string): string {
  const words = gate.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Gates that a person's yes to the plan opens. */
const gatesOfPeople: ReadonlySet<string> = new Set([
  "approvals",
  "brake",
  "contract",
  "history",
  "late-arrival",
  "manual",
]);

/** Whether a gate waits for a person's yes, not for time or for what runs. */
export function waitsForPerson({ gate, verdict, opensAt }: ShownVerdict): boolean {
  return verdict === "waiting" && gatesOfPeople.has(gate) && typeof opensAt !== "string";
}

/** Whom the policy names for a gate; teams with their members. */
export function openersOf(policy: Environment | null): Readonly<Record<string, readonly string[]>> {
  if (policy === null) return {};
  const { approvals, windows } = policy.gates;
  const name = (one: string) => describeNamed(policy, one);
  const approvers = approvals === null ? [] : approvals.from.map(name);
  const people = approvers.length === 0 ? ["everybody with the role approver"] : approvers;
  return {
    approvals: people,
    brake: people,
    contract: people,
    history: people,
    manual: people,
    "late-arrival": ["an admin"],
    windows: (windows?.breakGlass?.from ?? []).map((one) => `${name(one)} by breaking the glass`),
  };
}

const teamPrefix = "team:";

function describeNamed({ directory }: Environment, name: string): string {
  if (!name.startsWith(teamPrefix)) return name;
  const members = directory.teams[name.slice(teamPrefix.length)] ?? [];
  return `${name} (${members.length === 0 ? "nobody yet" : members.join(", ")})`;
}
