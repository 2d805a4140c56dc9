import { Failure, type Slug, type Token, type VersionListing } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { reaches } from "../access/scope.ts";
import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { definitionView } from "../views/applied-pipeline-view.ts";
import { list } from "../views/fields.ts";
import { loadPage, pageOf, pageParameters, toPageRequest } from "../views/page-view.ts";
import { versionView } from "../views/version-view.ts";

const tag = "Versions";

/** `/versions`: what was ever applied under a slug, and what it means. */
export function versionRoutes(deps: RouteDeps) {
  const { versions } = deps.store;
  return new Hono<ApiEnv>()
    .get("/versions/:slug", listOperation, async (c) => {
      const page = await loadPage(
        toPageRequest(c.req.valid("query")),
        (request) => versions.listVersions(c.req.param("slug"), request),
        (listing) => withinReach(c.var.token, listing),
      );
      return c.json(page, 200);
    })
    .get("/versions/:slug/:version", loadOperation, async (c) => {
      const found = await findManifests(deps, c.req.param("slug"), c.req.param("version"));
      const [version, ...others] = found.flatMap((listing) => withinReach(c.var.token, listing) ?? []);
      if (version === undefined) throw noSuchVersion();
      const { pipeline } = await deps.pipelines.load(version.manifest);
      return c.json({ version, others, definition: pipeline }, 200);
    });
}

/** Newest first: a version has several manifests where people's fields or tuning changed without a new version. */
async function findManifests(
  { store }: RouteDeps,
  slug: Slug,
  version: string,
): Promise<readonly VersionListing[]> {
  const found: VersionListing[] = [];
  let cursor: string | null = null;
  do {
    const page = await store.versions.listVersions(slug, { limit: 100, cursor });
    found.push(...page.items.filter((listing) => listing.version === version));
    cursor = page.next;
  } while (cursor !== null);
  return found;
}

/** What the token may know of a version; `null` when it was neither released nor is applied within its reach. */
function withinReach(token: Token, listing: VersionListing): VersionListing | null {
  if (token.environments === null) return listing;
  const appliedIn = listing.appliedIn.filter((environment) => reaches(token, environment));
  const isReleased = listing.release !== null && reaches(token, listing.release.environment);
  return appliedIn.length > 0 || isReleased ? { ...listing, appliedIn } : null;
}

function noSuchVersion(): Failure {
  return new Failure(
    "not-found",
    "This version was never applied here. GET /api/v1/versions/{slug} lists the versions there are.",
  );
}

const listOperation = operation({
  tag,
  summary: "List the versions of a pipeline that were ever applied",
  role: "viewer",
  query: Type.Object(pageParameters, { additionalProperties: false }),
  responses: { 200: { description: "A page of versions.", schema: pageOf(versionView) } },
});

const loadOperation = operation({
  tag,
  summary: "Show a version with its definition",
  role: "viewer",
  responses: {
    200: {
      description:
        "What the version means, who released it first, and where it is applied. `others` are its older manifests: other descriptions or tuning, in a development environment perhaps other behaviour.",
      schema: Type.Object({
        version: versionView,
        others: list(versionView),
        definition: definitionView,
      }),
    },
  },
});
