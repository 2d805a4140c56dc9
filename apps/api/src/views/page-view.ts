import { Failure, type Page, type PageRequest } from "@lockstep/model";
import { type TSchema, Type } from "typebox";

import { list } from "./fields.ts";

/** No page is larger, whatever its limit; the rest of the 100 KB is for what stands around the items. */
const maxPageBytes = 99_000;

/** The same for pages of which more than the items is sent. */
const fittedBytes = 90_000;

const defaultLimit = 50;

/** Query parameters of every list. */
export const pageParameters = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, default: defaultLimit, description: "Items a page, at most." }),
  ),
  cursor: Type.Optional(
    Type.String({
      pattern: "^[\\x21-\\x7e]{1,500}$",
      description: "`next` of the page before. Absent for the first page.",
    }),
  ),
};

/** `{ items, next }`; a page may hold fewer items than asked for, even none, while `next` is not null. */
export function pageOf<Schema extends TSchema>(item: Schema) {
  return Type.Object({
    items: list(item),
    next: Type.Union([Type.String(), Type.Null()], {
      description: "Cursor of the following page; null after the last one.",
    }),
  });
}

/** The page that a query asks for. */
export function toPageRequest(query: { readonly limit?: number; readonly cursor?: string }): PageRequest {
  return { limit: query.limit ?? defaultLimit, cursor: query.cursor ?? null };
}

/**
 * Loads and presents a page, with fewer items when they would not fit into 100 KB. `present` leaves out an item by
 * returning null.
 */
export async function loadPage<Item, View>(
  request: PageRequest,
  load: (request: PageRequest) => Promise<Page<Item>>,
  present: (item: Item) => View | null,
): Promise<{ items: readonly View[]; next: string | null }> {
  const page = await load(request);
  const items = page.items.map(present).filter((view) => view !== null);
  const bytes = Buffer.byteLength(JSON.stringify(items));
  if (bytes <= maxPageBytes || request.limit === 1) return { items, next: page.next };
  const limit = Math.max(1, Math.floor((page.items.length * maxPageBytes * 0.8) / bytes));
  return loadPage({ ...request, limit: Math.min(limit, request.limit - 1) }, load, present);
}

/** The first of these views, as many as fit into a page. At least one, however large. */
export function fitPage<View>(views: readonly View[]): readonly View[] {
  let bytes = 0;
  const fitting = views.findIndex((view, index) => {
    bytes += Buffer.byteLength(JSON.stringify(view)) + 1;
    return bytes > fittedBytes && index > 0;
  });
  return fitting === -1 ? views : views.slice(0, fitting);
}

/** A page of what is already in memory; the cursor is the position. */
export function pageOfArray<Item>(items: readonly Item[]): (request: PageRequest) => Promise<Page<Item>> {
  return async ({ limit, cursor }) => {
    const from = cursor === null ? 0 : toPosition(cursor);
    const to = from + limit;
    return { items: items.slice(from, to), next: to < items.length ? String(to) : null };
  };
}

function toPosition(cursor: string): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new Failure("invalid-input", "This is not a cursor of this list.", {
    errors: [{ path: "/cursor", message: "must be `next` of an earlier page" }],
  });
}
