import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";

import { api, onlyOnce, read } from "../api/api.ts";

const one = api.deploys[":id"];

/** A deploy with its plan, gates, records, answers and what stands beside it. */
export type DeployAnswer = InferResponseType<typeof one.$get>;
export type Deploy = DeployAnswer["deploy"];
export type DeploySummary = InferResponseType<typeof api.deploys.$get>["items"][number];
export type DeployState = DeploySummary["state"];
export type Verdict = Deploy["verdicts"][number];
export type Change = Deploy["plan"]["changes"][number];
export type Approval = DeployAnswer["approvals"][number];
export type LedgerEntry = DeployAnswer["records"][number];

/** Events tell of most changes; what no event tells of is looked at this often. */
const lookAgainMs = 2_000;

/** One deploy; read again and again while it moves by itself. */
export function deployQuery(id: string) {
  return queryOptions({
    queryKey: ["deploys", "one", id],
    queryFn: () => read(one.$get({ param: { id } })),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isMoving(data) ? lookAgainMs : false),
  });
}

function isMoving({ deploy, verification }: DeployAnswer): boolean {
  return (
    deploy.state === "planned" ||
    deploy.state === "applying" ||
    verification.some(({ outcome }) => outcome === "pending")
  );
}

export interface DeployFilter {
  readonly environment?: string;
  readonly state?: readonly DeployState[];
}

/** Deploys, newest first, page by page. */
export function deploysQuery({ environment, state }: DeployFilter, limit = 20) {
  return infiniteQueryOptions({
    queryKey: ["deploys", "list", environment ?? null, state ?? null, limit],
    queryFn: ({ pageParam }) =>
      read(
        api.deploys.$get({
          query: {
            limit: String(limit),
            ...(environment === undefined ? {} : { environment }),
            ...(state === undefined ? {} : { state: [...state] }),
            ...(pageParam === "" ? {} : { cursor: pageParam }),
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

/** The newest deploys of an environment. */
export function recentDeploysQuery(environment: string) {
  return queryOptions({
    queryKey: ["deploys", "recent", environment],
    queryFn: async () => (await read(api.deploys.$get({ query: { limit: "12", environment } }))).items,
  });
}

export interface DeployWord {
  readonly id: string;
  /** The hash that was displayed: another plan is not answered. */
  readonly planHash: string;
  readonly reason: string;
}

/** Says yes to exactly the plan that was shown. */
export function approveDeploy({ id, planHash, reason }: DeployWord) {
  const json = { planHash, ...(reason === "" ? {} : { reason }) };
  return read(one.approve.$post({ param: { id }, json }, onlyOnce()));
}

/** Says no to it. */
export function rejectDeploy({ id, planHash, reason }: DeployWord) {
  return read(one.reject.$post({ param: { id }, json: { planHash, reason } }, onlyOnce()));
}

/** Says that what was applied behind a broken glass has been looked at. */
export function settleDeploy({ id, reason }: Omit<DeployWord, "planHash">) {
  return read(one.settle.$post({ param: { id }, json: { reason } }, onlyOnce()));
}
