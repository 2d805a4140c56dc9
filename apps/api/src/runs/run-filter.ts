import type { RunFilter, Slug } from "@lockstep/model";
import { type Static, type TSchema, Type } from "typebox";

import { instant, toInstant } from "../requests/instant-parameter.ts";
import { id, list, oneOf, slug, version } from "../views/fields.ts";
import { runStatus, triggerType } from "../views/run-view.ts";

/** Query parameters that choose runs. */
export const runFilters = {
  environment: Type.Optional(slug),
  pipeline: Type.Optional(slug),
  state: Type.Optional(list(runStatus)),
  version: Type.Optional(version),
  deploy: Type.Optional(id),
  trigger: Type.Optional(triggerType),
  team: Type.Optional(Type.String({ maxLength: 100 })),
  queue: Type.Optional(Type.String({ maxLength: 100 })),
  since: Type.Optional(instant("Accepted at or after it.")),
  until: Type.Optional(instant("Accepted before it.")),
  search: Type.Optional(Type.String({ pattern: "^[0-9A-Za-z_-]{1,64}$", description: "How the id begins." })),
} satisfies { readonly [name: string]: TSchema };

/** Query parameter for the order of a list of runs. */
export const runOrder = { order: Type.Optional(oneOf(["newest", "oldest"])) };

const asked = Type.Object({ ...runFilters, ...runOrder });

/** The store's filter for what a query asks for. Failure: `invalid-input` for what is no instant. */
export function toRunFilter(query: Static<typeof asked>, environment: Slug | null): RunFilter {
  const { trigger, team, queue, since, until, search, order } = query;
  return {
    environment,
    slug: query.pipeline ?? null,
    states: query.state ?? [],
    version: query.version ?? null,
    deploy: query.deploy ?? null,
    ...(trigger === undefined ? {} : { trigger }),
    ...(team === undefined ? {} : { team }),
    ...(queue === undefined ? {} : { queue }),
    ...(since === undefined ? {} : { since: toInstant(since, "/since") }),
    ...(until === undefined ? {} : { until: toInstant(until, "/until") }),
    ...(search === undefined ? {} : { search }),
    ...(order === undefined ? {} : { order }),
  };
}
