import type { Json } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";
import type { FetchedPage } from "../steps/http.ts";
import type { StepContext, WithOf } from "../steps/step-executor.ts";
import { parseUrl } from "./build-request.ts";
import { moveTo } from "./follow-redirects.ts";
import { httpLimits, type HttpRequest } from "./http-client.ts";

type Paginate = NonNullable<WithOf<"http">["paginate"]>;

interface PageFetcher {
  readonly context: StepContext;
  fetch(request: HttpRequest): Promise<FetchedPage>;
}

/** Follows `paginate.next` to the end; gives the last response with the items of all pages. */
export async function walkPages(
  first: HttpRequest,
  paginate: Paginate,
  { context, fetch }: PageFetcher,
): Promise<Json> {
  const { maxPages = 100 } = paginate;
  const items: Json[] = [];
  let bytes = 0;
  let next: HttpRequest | null = first;
  for (let number = 1; number <= maxPages; number += 1) {
    const { page, request } = await fetch(next);
    const names = { response: page, page: number };
    items.push(...readItems(context.evaluate(paginate.items as Json, names)));
    bytes += JSON.stringify(page.body).length;
    if (bytes > httpLimits.bodyBytes)
      throw new StepFailure("http", `The pages are larger than ${httpLimits.bodyBytes} bytes together.`);
    next = nextRequest(request, context.evaluate(paginate.next as Json, names), context);
    if (next === null) return { ...page, items };
  }
  throw new StepFailure(
    "http",
    `There are more than ${maxPages} pages; raise \`maxPages\` or ask for fewer.`,
  );
}

function readItems(items: Json): readonly Json[] {
  if (Array.isArray(items)) return items as readonly Json[];
  throw new StepFailure("expression", "`paginate.items` must give a list.");
}

function nextRequest(request: HttpRequest, next: Json, context: StepContext): HttpRequest | null {
  if (next === null || next === "") return null;
  if (typeof next !== "string")
    throw new StepFailure("expression", "`paginate.next` must give a URL or null.");
  return moveTo(request, parseUrl(next, request.url), context);
}
