import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { ErrorState, Loading, StaleBanner } from "./states.tsx";

export interface QueryViewProps<Data> {
  readonly query: UseQueryResult<Data>;
  /** What is loaded, such as `runs`. */
  readonly what: string;
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
}

/** The five states of everything that is fetched: loading, refused or failed, stale, and what came (which may be empty). */
export function QueryView<Data>({ query, what, lines, children }: QueryViewProps<Data>) {
  const { data, error, dataUpdatedAt, refetch } = query;
  if (data === undefined) {
    if (error === null) return <Loading what={what} {...(lines === undefined ? {} : { lines })} />;
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  return (
    <>
      {error !== null && (
        <StaleBanner since={new Date(dataUpdatedAt).toISOString()}>
          It could not be fetched again. It is tried again by itself.
        </StaleBanner>
      )}
      {children(data)}
    </>
  );
}
