import { type FailureKind, type JsonObject, orgChain, type Slug, toFailure } from "@lockstep/model";
import type { Context } from "hono";

import { tokenActor } from "../access/token-actor.ts";
import type { ApiDeps } from "../api-deps.ts";
import type { ApiEnv } from "../api-env.ts";
import { createHookLimiter } from "../hooks/hook-limiter.ts";
import { assertPathParameters } from "./path-parameters.ts";

/** Writes that somebody was refused something. Never throws: the refusal itself is the answer. */
export type RecordDenial = (
  c: Context<ApiEnv>,
  denial: { readonly attempted: string; readonly thrown: unknown },
) => Promise<void>;

/** What a person is refused, as opposed to what is mistyped, missing or broken. */
const refusals: ReadonlySet<FailureKind> = new Set(["forbidden", "conflict", "unprocessable"]);

/** The first of two equal requests is not refused by the second being told to wait. */
const notRefused: ReadonlySet<string | undefined> = new Set(["IDEMPOTENCY_UNDER_WAY"]);

/** Each token's denials that are written: more would let whoever may nothing fill the ledger. */
const limits = { perSecond: 1, burst: 60 };

/** Names and hashes by which one sees what was asked for. No other field of a body is kept. */
const keptFields = ["planHash", "to", "pipelines", "only", "name", "role", "environments", "until"];

const longestReason = 2_000;

/** Denied attempts as entries of the environment's chain, or of the org's where no environment is meant. */
export function denialRecorder({
  store,
  clock,
  log,
}: Pick<ApiDeps, "store" | "clock" | "log">): RecordDenial {
  const limit = createHookLimiter(limits, clock);

  async function write(c: Context<ApiEnv>, attempted: string, thrown: unknown): Promise<void> {
    const { kind, code = kind, message: because } = toFailure(thrown);
    if (!refusals.has(kind) || notRefused.has(code)) return;
    limit(c.var.token.id);
    const on = placeOf(c);
    const body: JsonObject = {
      actor: { ...tokenActor(c.var.token) },
      attempted,
      on: { ...on, ...askedIn(c) },
      code,
      because,
      ...reasonIn(c),
    };
    await store.ledger.append([{ ...(await chainOf(c, on)), kind: "denied", body }]);
  }

  async function chainOf(c: Context<ApiEnv>, on: Readonly<Record<string, string>>) {
    const { id } = on;
    const deploy = id !== undefined && c.req.path.includes("/deploys/") ? await store.deploys.load(id) : null;
    if (deploy !== null) return { environment: deploy.environment, deploy: deploy.id };
    return { environment: await knownEnvironment(on["env"] ?? on["to"]), deploy: null };
  }

  /** Whoever names what is not there begins no chain of that name. */
  async function knownEnvironment(named: Slug | undefined): Promise<Slug> {
    return named !== undefined && (await store.environments.load(named)) !== null ? named : orgChain;
  }

  return async (c, { attempted, thrown }) => {
    try {
      await write(c, attempted, thrown);
    } catch (err) {
      const { requestId, token } = c.var;
      log.error({ err, requestId, attempted, token: token.id }, "a denied attempt is not in the ledger");
    }
  };
}

/** The path's parameters, unless they can name nothing. */
function placeOf(c: Context<ApiEnv>): Readonly<Record<string, string>> {
  const parameters = c.req.param() as Readonly<Record<string, string>>;
  try {
    assertPathParameters(parameters);
    return parameters;
  } catch {
    return {};
  }
}

/** The body, once it has passed its schema. */
function bodyOf(c: Context<ApiEnv>): Readonly<Record<string, unknown>> {
  const body = (c.req.valid as (target: string) => unknown)("json");
  return typeof body === "object" && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
}

function askedIn(c: Context<ApiEnv>): JsonObject {
  const body = bodyOf(c);
  return Object.fromEntries(
    keptFields.flatMap((name): [string, string | string[]][] => {
      const value = body[name];
      if (typeof value === "string") return [[name, value]];
      return Array.isArray(value) && value.every((one) => typeof one === "string") ? [[name, value]] : [];
    }),
  );
}

function reasonIn(c: Context<ApiEnv>): JsonObject {
  const { reason } = bodyOf(c);
  return typeof reason === "string" && reason !== "" ? { reason: reason.slice(0, longestReason) } : {};
}
