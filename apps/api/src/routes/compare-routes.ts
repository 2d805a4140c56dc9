import type { Checksum, PageRequest } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { deadlineOf } from "../requests/deadline-of.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { comparisonResponse } from "../views/comparison-view.ts";
import {
  changedManifestResponse,
  manifestResponse,
  presentChangedManifest,
  presentManifest,
} from "../views/manifest-view.ts";
import { loadPage, pageParameters, toPageRequest } from "../views/page-view.ts";

const tag = "Comparing";

/** `/compare`: any two things that hold pipelines; `/manifests`: what one of their checksums stands for. */
export function compareRoutes({ comparisons }: RouteDeps) {
  return new Hono<ApiEnv>()
    .get("/compare", compareOperation, async (c) => {
      const { from, to, ...page } = c.req.valid("query");
      const question = { from, to, environments: c.var.token.environments };
      const request = toPageRequest(page);
      const compare = (asked: PageRequest) => comparisons.compare(question, asked, deadlineOf(c.req.raw));
      const first = await compare(request);
      const load = async (asked: PageRequest) => (asked === request ? first : compare(asked));
      const items = await loadPage(request, load, (change) => change);
      return c.json({ ...first, ...items }, 200);
    })
    .get("/compare/pipelines/:slug", pipelineOperation, async (c) => {
      const { from, to } = c.req.valid("query");
      const { environments } = c.var.token;
      const question = { from, to, environments };
      const found = await comparisons.loadPipeline(question, c.req.param("slug"), deadlineOf(c.req.raw));
      return c.json(presentChangedManifest(found), 200);
    })
    .get("/manifests/:checksum", manifestOperation, async (c) => {
      const checksum = c.req.param("checksum") as Checksum;
      const manifest = await comparisons.loadManifest(checksum, c.var.token.environments);
      return c.json({ manifest: presentManifest(manifest) }, 200);
    });
}

const side = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: "^[\\x21-\\x7e]+$",
  description:
    "An environment, `environment@instant`, `slug@1.2.3`, the id of an applied deploy, `#12` for a pull request, a branch or a commit of 40 digits. `env:` and `git:` in front say which where a name is both.",
});

const compareOperation = operation({
  tag,
  summary: "Compare any two things that hold pipelines",
  description: "Lists what leads from one to the other, every difference as a sentence with its class.",
  role: "viewer",
  query: Type.Object({ ...pageParameters, from: side, to: side }, { additionalProperties: false }),
  responses: { 200: { description: "What differs, by slug.", schema: comparisonResponse } },
});

const pipelineOperation = operation({
  tag,
  summary: "Show a pipeline that differs, on both sides",
  role: "viewer",
  query: Type.Object({ from: side, to: side }, { additionalProperties: false }),
  responses: {
    200: {
      description: "The change, and the manifest on both sides; null where there is none.",
      schema: changedManifestResponse,
    },
  },
});

const manifestOperation = operation({
  tag,
  summary: "Show a stored manifest by its checksum",
  role: "viewer",
  responses: {
    200: {
      description: "The manifest, if it was ever applied where the token reaches.",
      schema: manifestResponse,
    },
  },
});
