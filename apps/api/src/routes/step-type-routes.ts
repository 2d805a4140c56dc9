import { didYouMean, Failure, type StepType, stepTypes } from "@lockstep/model";
import { Hono } from "hono";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import { loadPage, pageOf, pageOfArray, pageParameters, toPageRequest } from "../views/page-view.ts";
import { presentStepType, stepTypeResponse, stepTypeView } from "../views/step-type-view.ts";

const tag = "Step types";

/** It changes with Lockstep itself only. */
const cacheControl = "private, max-age=300";

/** A 304 says less than a 200, but still which request it answers. */
const tagged = etag({ retainedHeaders: [...RETAINED_304_HEADERS, "x-request-id"] });

/** `/steps`: the catalogue of step types. */
export function stepTypeRoutes() {
  return new Hono<ApiEnv>()
    .get("/steps", tagged, listOperation, async (c) => {
      const load = pageOfArray(stepTypes);
      const page = await loadPage(toPageRequest(c.req.valid("query")), load, presentStepType);
      c.header("Cache-Control", cacheControl);
      return c.json(page, 200);
    })
    .get("/steps/:type", tagged, loadOperation, (c) => {
      const stepType = presentStepType(knownType(c.req.param("type")));
      c.header("Cache-Control", cacheControl);
      return c.json({ stepType }, 200);
    });
}

function knownType(name: string): StepType {
  const known = stepTypes.find((type) => type === name);
  if (known !== undefined) return known;
  const near = didYouMean(name, stepTypes);
  const hint = near === null ? `There are: ${stepTypes.join(", ")}.` : `Did you mean ${near}?`;
  throw new Failure("not-found", `There is no such step type. ${hint}`);
}

const notModified = { 304: { description: "As the `ETag` in `If-None-Match` says." } };

const listOperation = operation({
  tag,
  summary: "List the step types with their schemas",
  role: "viewer",
  query: Type.Object(pageParameters, { additionalProperties: false }),
  responses: {
    200: {
      description: "A page of step types, in the order of the documentation.",
      schema: pageOf(stepTypeView),
    },
    ...notModified,
  },
});

const loadOperation = operation({
  tag,
  summary: "Show a step type",
  role: "viewer",
  responses: { 200: { description: "The step type.", schema: stepTypeResponse }, ...notModified },
});
