import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, read } from "../../api/api.ts";

/** What the server finds for a text; the last answer stays until this one comes. */
export function searchQuery(text: string) {
  return queryOptions({
    queryKey: ["search", text],
    queryFn: ({ signal }) => fetchHits(text, signal),
    enabled: text !== "",
    placeholderData: keepPreviousData,
  });
}

async function fetchHits(q: string, signal: AbortSignal) {
  return (await read(api.search.$get({ query: { q } }, { init: { signal } }))).items;
}

export type SearchHit = Awaited<ReturnType<typeof fetchHits>>[number];

/** What of a typed text can be searched for. */
export function searchable(text: string): string {
  return text.replaceAll(/\p{C}/gu, "").trim().slice(0, 100);
}
