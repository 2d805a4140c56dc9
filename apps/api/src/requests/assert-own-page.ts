import { Failure } from "@lockstep/model";
import type { HonoRequest } from "hono";

/**
 * Refuses what a page of another origin makes a browser send: a cookie comes along by itself, and on one host with every
 * port. Browsers say where a request comes from; reading is also what somebody types into the address bar. An `Origin`
 * has been compared before. Failure: `forbidden`.
 */
export function assertOwnPage(request: HonoRequest): void {
  const isReading = request.method === "GET" || request.method === "HEAD";
  const site = request.header("Sec-Fetch-Site");
  const isOwn =
    site === undefined
      ? isReading || request.header("Origin") !== undefined
      : site === "same-origin" || (isReading && site === "none");
  if (!isOwn) throw foreign();
}

/** As {@link assertOwnPage}, for a request that no browser has to have sent. Failure: `forbidden`. */
export function assertNoForeignPage(request: HonoRequest): void {
  const site = request.header("Sec-Fetch-Site");
  if (site !== undefined && site !== "same-origin") throw foreign();
}

function foreign(): Failure {
  return new Failure(
    "forbidden",
    "Only the dashboard's own pages may use a session; programs send a token.",
    {
      code: "ORIGIN_NOT_ALLOWED",
    },
  );
}
