import {
  type Environment,
  type NewRun,
  noQuotas,
  type Pipeline,
  quotasOf,
  type ScopedQuotas,
} from "@lockstep/model";

import { baseScope, type RunInScope } from "../running/run-scope.ts";
import { chooseQueue } from "./choose-queue.ts";
import { concurrencyOf } from "./concurrency-key.ts";

type Admitted = Pick<NewRun, "queue" | "priority" | "admission">;

/**
 * Where a run waits for a runner, and under which limits. Fails as `unprocessable` with code `NO_QUEUE` or
 * `CONCURRENCY_KEY`.
 */
export function admit(policy: Environment, pipeline: Pipeline, run: RunInScope): Admitted {
  const { account, ...place } = chooseQueue(policy, pipeline.slug, pipeline.team);
  const concurrency = concurrencyOf(policy.slug, pipeline, baseScope(run, pipeline, policy.variables));
  return { ...place, admission: { account, quotas: quotasOf(policy, account, pipeline.slug), concurrency } };
}

/**
 * The same for a run that another run starts: it waits for its turn where others are refused, because refusing it
 * would refuse what the run above has done.
 */
export function admitChild(policy: Environment, pipeline: Pipeline, run: RunInScope): Admitted {
  const { admission, ...place } = admit(policy, pipeline, run);
  const { account, quotas, concurrency } = admission;
  return {
    ...place,
    admission: {
      account,
      quotas: quotas.flatMap(onlyDelaying),
      concurrency: concurrency === null ? null : { ...concurrency, onLimit: "queue" },
    },
  };
}

function onlyDelaying(scoped: ScopedQuotas): readonly ScopedQuotas[] {
  const { concurrentRuns } = scoped.quotas;
  return concurrentRuns === null ? [] : [{ ...scoped, quotas: { ...noQuotas, concurrentRuns } }];
}
