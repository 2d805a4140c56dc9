import type { Slug, Token } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { exportLedger } from "../audit/export-ledger.ts";
import { reachableChains } from "../audit/reachable-chains.ts";
import { verifyChains } from "../audit/verify-chains.ts";
import { loadPeople } from "../deploys/load-people.ts";
import { deadlineOf } from "../requests/deadline-of.ts";
import { instant, toInstant } from "../requests/instant-parameter.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { id, list } from "../views/fields.ts";
import {
  chain,
  ledgerEntryView,
  ledgerKind,
  peopleView,
  presentVerifiedChain,
  verifiedChainsView,
} from "../views/ledger-view.ts";
import { loadPage, pageOf, pageParameters, toPageRequest } from "../views/page-view.ts";

const tag = "Audit";
const verifyDeadlineMs = 20_000;

const exportHeaders = {
  "Content-Type": "application/jsonl",
  "Content-Disposition": 'attachment; filename="ledger.jsonl"',
  "Cache-Control": "no-store, no-transform",
};

/** `/audit`: the ledger, to search and to take away. */
export function auditRoutes(deps: RouteDeps) {
  const { ledger, people } = deps.store;
  return new Hono<ApiEnv>()
    .get("/audit", searchOperation, async (c) => {
      const { environment, kind = [], deploy = null, actor = null, ...rest } = c.req.valid("query");
      const filter = {
        chains: reachableChains(c.var.token, environment),
        kinds: kind,
        deploy,
        actor,
        since: rest.since === undefined ? null : toInstant(rest.since, "/since"),
        until: rest.until === undefined ? null : toInstant(rest.until, "/until"),
      };
      const page = await loadPage(
        toPageRequest(rest),
        (request) => ledger.search(filter, request),
        (entry) => entry,
      );
      return c.json({ ...page, people: await loadPeople(people, page.items) }, 200);
    })
    .get("/audit/chains", chainsOperation, async (c) => {
      const wanted = await listWanted(c.var.token, c.req.valid("query").environment);
      const deadline = deadlineOf(c.req.raw, verifyDeadlineMs);
      const verified = await verifyChains(deps.store, wanted, deadline);
      return c.json({ at: await deps.store.now(), chains: verified.map(presentVerifiedChain) }, 200);
    })
    .get("/audit/export", exportOperation, async (c) => {
      const { token } = c.var;
      const wanted = await listWanted(token, c.req.valid("query").environment);
      if (c.req.method === "HEAD") return c.body(null, 200, exportHeaders);
      return c.body(
        exportLedger(deps.store, wanted, deps.streams.open(token.id, c.var.session?.id)),
        200,
        exportHeaders,
      );
    });

  async function listWanted(token: Token, named: Slug | undefined) {
    const reachable = reachableChains(token, named);
    const chains = await ledger.listChains();
    return chains.filter((name) => reachable === null || reachable.includes(name));
  }
}

const searchOperation = operation({
  tag,
  summary: "Search the ledger, newest first",
  description:
    "Every plan that waited, every apply, refusal, approval, rejection, hold, rollback, denied attempt and change of tokens and secrets is one chained entry. A token sees the chains of the environments that it reaches.",
  role: "viewer",
  query: Type.Object(
    {
      ...pageParameters,
      environment: Type.Optional(chain),
      kind: Type.Optional(list(ledgerKind)),
      deploy: Type.Optional(id),
      actor: Type.Optional(
        Type.String({
          pattern: "^[\\x21-\\x7e]{1,200}$",
          description: "Who acted, such as `token:ci` or `github:ada`.",
        }),
      ),
      since: Type.Optional(instant("Entries of this instant and later.")),
      until: Type.Optional(instant("Entries before this instant.")),
    },
    { additionalProperties: false },
  ),
  responses: {
    200: {
      description: "A page of entries, and whom they mean.",
      schema: Type.Object({ ...pageOf(ledgerEntryView).properties, people: peopleView }),
    },
  },
});

const chainsOperation = operation({
  tag,
  summary: "Verify the chains of the ledger",
  description:
    "Walks every chain that the token reaches: positions, the hash that each entry names, the hash of its content. Who does not trust this server takes the export and runs `lockstep verify --chain`.",
  role: "viewer",
  query: Type.Object({ environment: Type.Optional(chain) }, { additionalProperties: false }),
  responses: { 200: { description: "What each chain proves.", schema: verifiedChainsView } },
});

const exportOperation = operation({
  tag,
  summary: "Export the ledger as JSON Lines",
  description:
    "One entry a line, oldest first, one chain after the other, with positions and hashes: `lockstep verify --chain` proves offline that nothing was changed, removed, added or moved.",
  role: "viewer",
  query: Type.Object({ environment: Type.Optional(chain) }, { additionalProperties: false }),
  responses: { 200: { description: "The entries.", mediaType: "application/jsonl" } },
});
