import { checksumOf, type Drift, type RowDifference, type Slug } from "@lockstep/model";

/** UTF-16 code units of a value that are shown. */
const shownLength = 200;

/** Differences of one row that are listed; all of them are in its id. */
const shownDifferences = 20;

type UnnamedDrift = Omit<Drift, "id" | "applied" | "live"> & Partial<Pick<Drift, "applied" | "live">>;

/** Gives a difference its id, which stays the same for as long as the difference does, and cuts what is too long to show. */
export function nameDrift(environment: Slug, drift: UnnamedDrift): Drift {
  const { kind, slug, part, name, differences } = drift;
  const digest = checksumOf("lockstep-drift/v1", { environment, kind, slug, part, name, differences });
  return {
    ...drift,
    id: digest.slice("sha256:".length, "sha256:".length + 24),
    differences: differences.slice(0, shownDifferences).map(shortened),
    applied: drift.applied ?? null,
    live: drift.live ?? null,
  };
}

function shortened({ field, applied, live }: RowDifference): RowDifference {
  return { field, applied: cut(applied), live: cut(live) };
}

function cut(text: string | null): string | null {
  return text === null || text.length <= shownLength ? text : `${text.slice(0, shownLength)}…`;
}

/** «version is 1.0.1, applied was 1.0.0»: the first few fields in words. */
export function describeDifferences(differences: readonly RowDifference[]): string {
  const told = differences.slice(0, 3).map(shortened).map(describe);
  const more = differences.length - told.length;
  return `${told.join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}

function describe({ field, applied, live }: RowDifference): string {
  return `${field} is ${live ?? "not there"}, applied was ${applied ?? "none"}`;
}

/** The fields of two rows that differ. */
export function differencesOf<Row extends object>(
  fields: readonly (keyof Row & string)[],
  applied: Row,
  live: Row,
): readonly RowDifference[] {
  return fields.flatMap((field) => {
    const [was, is] = [textOf(applied[field]), textOf(live[field])];
    return was === is ? [] : [{ field, applied: was, live: is }];
  });
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
