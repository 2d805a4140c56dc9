import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Button } from "./button.tsx";
import { ErrorState, Loading, StaleBanner } from "./states.tsx";

export interface PagedViewProps<Item> {
  readonly query: UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly Item[] }>>;
  /** What is listed, such as `deploys`. */
  readonly what: string;
  /** Shown where there is nothing: what to do next. */
  readonly empty: ReactNode;
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** A list that comes in pages, with every state that it can be in, and a button for the next page. */
export function PagedView<Item>({ query, what, empty, children }: PagedViewProps<Item>) {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage, dataUpdatedAt } = query;
  if (data === undefined) {
    if (error === null) return <Loading what={what} />;
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  const items = data.pages.flatMap((page) => page.items);
  return (
    <>
      {error !== null && (
        <StaleBanner since={new Date(dataUpdatedAt).toISOString()}>
          It could not be fetched again. It is tried again by itself.
        </StaleBanner>
      )}
      {items.length === 0 && !hasNextPage ? empty : children(items)}
      {hasNextPage && (
        <div className="flex justify-center p-3">
          <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more {what}
          </Button>
        </div>
      )}
    </>
  );
}
