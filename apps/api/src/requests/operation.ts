import type { Role } from "@lockstep/model";
import type { Context, MiddlewareHandler } from "hono";
import { type Static, type TObject, type TSchema, Type } from "typebox";

import { assertReach, assertRole } from "../access/scope.ts";
import type { ApiEnv } from "../api-env.ts";
import { inputCheck } from "./check-input.ts";
import { assertPathParameters } from "./path-parameters.ts";
import { readIdempotencyKey } from "./read-idempotency-key.ts";
import { readJsonBody } from "./read-json-body.ts";
import { readQuery } from "./read-query.ts";

/** What one route takes and gives: checked before the handler, and printed in the OpenAPI document. */
export interface Operation<Query extends TObject = TObject, Body extends TSchema = TSchema> {
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** `null` is open to everybody. */
  readonly role: Role | null;
  /** What is attempted, as the ledger calls it: who is refused it is written there. */
  readonly audit?: string;
  readonly query?: Query;
  /** Routes that change state take JSON even without fields. */
  readonly body?: Body;
  /** Anything may come, and the handler reads it itself: a request whose form others decide. */
  readonly isRaw?: boolean;
  /** `itself`: the route knows what an `Idempotency-Key` means. Else a repeated request gets the first answer. */
  readonly repeats?: "itself";
  /** A stream that goes on behind `Last-Event-ID`. */
  readonly isResumable?: true;
  readonly responses: { readonly [status: number]: ResponseDescription };
}

export interface ResponseDescription {
  readonly description: string;
  /** Absent for an empty response. */
  readonly schema?: TSchema;
  /** JSON unless named. */
  readonly mediaType?: string;
}

/** What `hono/client` may send and what the handler reads with `c.req.valid`. */
interface Input<Query extends TObject, Body extends TSchema> {
  in: { query?: { [Name in keyof Static<Query>]?: string | string[] } } & BodyInput<Body>;
  out: { query: Static<Query>; json: Static<Body> };
}

type BodyInput<Body extends TSchema> = [keyof Static<Body>] extends [never] ? object : { json: Static<Body> };

const described = new WeakMap<object, Operation>();
const noFields = Type.Object({}, { additionalProperties: false });

/** Middleware that admits, checks and describes one route. Failures: those of role, reach, media type and schema. */
export function operation<Query extends TObject = typeof noFields, Body extends TSchema = typeof noFields>(
  spec: Operation<Query, Body>,
): MiddlewareHandler<ApiEnv, string, Input<Query, Body>> {
  const checkQuery = inputCheck("query", spec.query ?? noFields);
  const checkBody = inputCheck("body", spec.body ?? noFields);
  const act: MiddlewareHandler<ApiEnv, string, Input<Query, Body>> = async (c, next) => {
    admit(c, spec.role);
    if (spec.isRaw === true) return next();
    c.req.addValidatedData("query", checkQuery(readQuery(c.req.queries(), spec.query ?? noFields)));
    const isChange = changesState(c.req.method);
    const body = isChange ? checkBody(await readJsonBody(c.req)) : null;
    if (body !== null) c.req.addValidatedData("json", body);
    const key = isChange && spec.repeats !== "itself" ? readIdempotencyKey(c.req) : null;
    if (key !== null) return c.var.answerOnce(c, { key, content: [c.req.queries(), body] }, next);
    await next();
    return undefined;
  };
  const handler = spec.audit === undefined ? act : audited(act, spec.audit);
  described.set(handler, spec);
  return handler;
}

/** Writes who is refused, whether before the handler or by it. */
function audited<Passed extends Input<TObject, TSchema>>(
  act: MiddlewareHandler<ApiEnv, string, Passed>,
  attempted: string,
): MiddlewareHandler<ApiEnv, string, Passed> {
  return async (c, next) => {
    try {
      const response = await act(c, next);
      // What a handler throws has become the response by now.
      if (c.error !== undefined) await c.var.recordDenial(c, { attempted, thrown: c.error });
      return response;
    } catch (thrown) {
      await c.var.recordDenial(c, { attempted, thrown });
      throw thrown;
    }
  };
}

/** The operation that a registered handler describes, if it is one. */
export function operationOf(handler: object): Operation | undefined {
  return described.get(handler);
}

function admit(c: Context<ApiEnv>, role: Role | null): void {
  const parameters = c.req.param();
  if (role !== null) {
    assertRole(c.var.token, role);
    if (parameters.env !== undefined) assertReach(c.var.token, parameters.env);
  }
  assertPathParameters(parameters);
}

function changesState(method: string): boolean {
  return method !== "GET" && method !== "HEAD";
}
