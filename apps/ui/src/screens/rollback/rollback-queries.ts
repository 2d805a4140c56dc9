import { queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";

import { api, onlyOnce, read } from "../../api/api.ts";

const rollback = api.environments[":env"].rollback;

/** What going back would do. */
export type RollbackPreview = InferResponseType<typeof rollback.$get>["preview"];

/** What was done: the deploy that went back, and the hold that it left. */
export type RolledBack = InferResponseType<typeof rollback.$post>;

export interface Chosen {
  readonly env: string;
  readonly to: string;
  /** `null` takes back everything that differs. */
  readonly pipelines: readonly string[] | null;
}

/** What going back would do; not asked again once it is done. */
export function previewQuery({ env, to, pipelines }: Chosen, isOrdered: boolean) {
  return queryOptions({
    queryKey: ["environments", env, "rollback", to, pipelines],
    enabled: !isOrdered,
    queryFn: () =>
      read(
        rollback.$get({
          param: { env },
          query: { to, ...(pipelines === null ? {} : { pipelines: [...pipelines] }) },
        }),
      ),
  });
}

export interface RollbackOrder extends Chosen {
  /** The deploy in force when it was looked at: if it is another one by now, nothing is done. */
  readonly from: string;
  readonly reason: string;
}

/** Goes back, at once. */
export function orderRollback({ env, to, pipelines, from, reason }: RollbackOrder): Promise<RolledBack> {
  const json = { to, from, reason, ...(pipelines === null ? {} : { pipelines }) };
  return read(rollback.$post({ param: { env }, json }, onlyOnce()));
}
