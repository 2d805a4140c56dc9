import { type DeployState, Failure, type JsonObject, type LedgerEntry, type OrgStore } from "@lockstep/model";

/** What ends a deploy, the strongest reason first: a person's no comes before what the controller wrote because of it. */
const endings: readonly LedgerEntry["kind"][] = [
  "rejection-given",
  "applied",
  "rejected",
  "superseded",
  "refused",
];

/** Why a deploy can no longer be answered: what came first, when and by whom, as the ledger tells it. */
export async function deployClosed(
  { deploys }: Pick<OrgStore, "deploys">,
  { id, state }: { readonly id: string; readonly state: DeployState },
): Promise<Failure> {
  const records = await deploys.listRecordsOf(id);
  const first = endings
    .map((kind) => records.findLast((record) => record.kind === kind))
    .find((record) => record !== undefined);
  const came = first === undefined ? "" : ` ${describe(first)}`;
  const message = `The deploy is ${state}; only one that waits can be answered.${came}`;
  return new Failure("conflict", message, { code: "DEPLOY_CLOSED" });
}

function describe({ kind, at, body, environment, position }: LedgerEntry): string {
  const what = kind === "rejection-given" ? "rejected" : kind;
  const why = textIn(body, "reason") ?? textIn(body, "because");
  const said = why === null || why.trim() === "" ? "." : `: ${why}`;
  return `It was ${what} first, by ${actorIn(body)} at ${at} (entry ${position} of ${environment})${said}`;
}

function textIn(body: JsonObject, name: string): string | null {
  const value = body[name];
  return typeof value === "string" ? value : null;
}

function actorIn({ actor }: JsonObject): string {
  return typeof actor === "object" && actor !== null && "id" in actor && typeof actor.id === "string"
    ? actor.id
    : "the controller";
}
