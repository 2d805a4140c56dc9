import { Failure, type PreviewQuestion, type Token } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { deadlineOf } from "../requests/deadline-of.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { changedManifestResponse, presentChangedManifest } from "../views/manifest-view.ts";
import { loadPage, pageOf, pageOfArray, pageParameters, toPageRequest } from "../views/page-view.ts";
import { changeView } from "../views/plan-view.ts";
import { mergePreviewResponse, presentMergePreview } from "../views/preview-view.ts";

const tag = "Previews";

/** `/previews`: what merging a revision would change, before anybody merges it. */
export function previewRoutes({ previews }: RouteDeps) {
  return new Hono<ApiEnv>()
    .get("/previews/:revision", loadOperation, async (c) => {
      const query = c.req.valid("query");
      const question = questionOf(c.req.param("revision"), query, c.var.token);
      const preview = await previews.load(question, deadlineOf(c.req.raw));
      return c.json({ preview: await presentMergePreview(preview, query.since ?? null) }, 200);
    })
    .get("/previews/:revision/:env/changes", changesOperation, async (c) => {
      const { revision, env } = c.req.param();
      const query = c.req.valid("query");
      const { environments } = await previews.load(
        questionOf(revision, query, c.var.token),
        deadlineOf(c.req.raw),
      );
      const found = environments.find(({ environment }) => environment === env);
      if (found === undefined) throw new Failure("not-found", `This merge does not reach ${env}.`);
      const page = await loadPage(
        toPageRequest(query),
        pageOfArray(found.plan?.changes ?? []),
        (change) => change,
      );
      return c.json(page, 200);
    })
    .get("/previews/:revision/:env/pipelines/:slug", pipelineOperation, async (c) => {
      const { revision, env: environment, slug } = c.req.param();
      const question = questionOf(revision, c.req.valid("query"), c.var.token);
      const found = await previews.loadPipeline(question, { environment, slug }, deadlineOf(c.req.raw));
      return c.json(presentChangedManifest(found), 200);
    });
}

function questionOf(
  revision: string,
  { base = null, pullRequest = null }: { base?: string | null; pullRequest?: number | null },
  { environments }: Token,
): PreviewQuestion {
  return { revision, base, pullRequest, environments };
}

const question = {
  base: Type.Optional(
    Type.String({
      pattern: "^[0-9A-Za-z][0-9A-Za-z._/-]{0,199}$",
      description: "Branch to merge into, instead of the one that follows from the revision.",
    }),
  ),
  pullRequest: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 999_999_999,
      description: "Number of the pull request; found by its head when it is left out.",
    }),
  ),
};

const loadOperation = operation({
  tag,
  summary: "Show what merging a revision would change",
  description:
    "The verdict first: nothing, admitted, waiting or refused. Then each environment whose branch the change goes to, gate by gate, and the environments that promote from there. Of a pull request the merge result is judged, without a forge the revision itself.",
  role: "viewer",
  query: Type.Object(
    {
      ...question,
      since: Type.Optional(
        Type.String({
          pattern: "^[0-9a-f]{1,64}$",
          description: "`base.pin` of an earlier answer: `base.moved` says whether it still holds.",
        }),
      ),
    },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "What it would change, everywhere.", schema: mergePreviewResponse } },
});

const changesOperation = operation({
  tag,
  summary: "List the changes that merging brings to an environment",
  role: "viewer",
  query: Type.Object({ ...question, ...pageParameters }, { additionalProperties: false }),
  responses: { 200: { description: "A page of changes, by slug.", schema: pageOf(changeView) } },
});

const pipelineOperation = operation({
  tag,
  summary: "Show a pipeline that merging changes, before and after",
  role: "viewer",
  query: Type.Object(question, { additionalProperties: false }),
  responses: {
    200: {
      description: "The change, and the manifest on both sides; null where there is none.",
      schema: changedManifestResponse,
    },
  },
});
