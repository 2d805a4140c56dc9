import { Failure, type HealthState } from "@lockstep/model";

import { lookedAt, type MatrixFilter } from "./matrix-query.ts";
import type { MatrixRow } from "./matrix-rows.ts";

/** By slug; newest deploy first; worst health first; most differences first. Ties by slug. */
export const matrixOrders = ["slug", "-deployed", "health", "drift"] as const;

type MatrixOrder = (typeof matrixOrders)[number];

/** A row with its place: places are compared first, slugs after them. */
interface PlacedRow {
  readonly row: MatrixRow;
  readonly place: string;
}

const worst: readonly HealthState[] = ["failing", "degraded", "unknown", "idle", "healthy"];

/** Sorted rows behind a cursor, and the cursor that goes on behind each. */
export function orderRows(
  rows: readonly MatrixRow[],
  { order, filter, cursor }: OrderRequest,
): { readonly rows: readonly MatrixRow[]; cursorBehind(row: MatrixRow): string } {
  const place = placeBy(order, filter);
  const after = cursor === null ? null : decode(cursor, order);
  const placed = rows.map((row) => ({ row, place: place(row) }));
  const rest = after === null ? placed : placed.filter((one) => compare(one, after) > 0);
  return {
    rows: rest.sort(compare).map(({ row }) => row),
    cursorBehind: (row) => encode([order, place(row), row.slug]),
  };
}

export interface OrderRequest {
  readonly order: MatrixOrder;
  readonly filter: Pick<MatrixFilter, "environments">;
  readonly cursor: string | null;
}

/** Texts, of which the smallest comes first. */
function placeBy(order: MatrixOrder, filter: OrderRequest["filter"]): (row: MatrixRow) => string {
  switch (order) {
    case "slug":
      return () => "";
    case "-deployed":
      return (row) => backwards(newest(lookedAt(row, filter).map(({ applied }) => applied?.since ?? "")));
    case "health":
      return (row) =>
        String(Math.min(9, ...lookedAt(row, filter).map(({ health }) => worst.indexOf(health.state))));
    case "drift":
      return (row) => {
        const drift = lookedAt(row, filter).reduce((sum, cell) => sum + cell.drift, 0);
        return String(999_999 - Math.min(drift, 999_999)).padStart(6, "0");
      };
  }
}

function newest(instants: readonly string[]): string {
  return instants.reduce((one, other) => (one < other ? other : one), "");
}

/** Sorts the other way round: each digit becomes what it lacks of nine. */
function backwards(instant: string): string {
  return instant === "" ? "~" : instant.replaceAll(/\d/g, (digit) => String(9 - Number(digit)));
}

function compare(
  one: PlacedRow,
  other: Pick<PlacedRow, "place"> & { readonly row: Pick<MatrixRow, "slug"> },
) {
  if (one.place !== other.place) return one.place < other.place ? -1 : 1;
  if (one.row.slug === other.row.slug) return 0;
  return one.row.slug < other.row.slug ? -1 : 1;
}

function encode(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

function decode(cursor: string, order: MatrixOrder) {
  const key = parse(cursor);
  const [ordered, place, slug] = Array.isArray(key) ? (key as unknown[]) : [];
  if (ordered === order && typeof place === "string" && typeof slug === "string")
    return { place, row: { slug } };
  throw new Failure("invalid-input", "This is not a cursor of this list in this order.", {
    errors: [{ path: "/cursor", message: "must be `next` of an earlier page of the same order" }],
  });
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
