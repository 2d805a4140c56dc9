import { Failure, type FailureKind, failureKinds, type InputError } from "@lockstep/model";

import type { OrgAddress } from "./org-address.ts";

/** What is read of an `application/problem+json` (RFC 9457); a proxy in between may send anything. */
interface ProblemDocument {
  readonly detail?: unknown;
  readonly code?: unknown;
  readonly errors?: unknown;
}

/** What to do next where the API's own sentence cannot know it. */
const advice: Readonly<Record<number, string>> = {
  401: "Get a token from an admin (`lockstep token create`) and use `lockstep org login`.",
  403: "Use a token with that role and reach; `lockstep org display` shows which one is in use.",
};

/** A response, read to its end. */
export interface Answer {
  readonly response: Response;
  readonly text: string;
}

/** A response that is no success, as a failure of the same kind as on the server. */
export function failureOf({ response, text }: Answer, address: OrgAddress): Failure {
  const { status } = response;
  if (status >= 300 && status < 400) return redirected(response, address);
  const document = problemDocument(text);
  const code = typeof document.code === "string" ? document.code : undefined;
  const detail = typeof document.detail === "string" ? document.detail : undefined;
  const message = detail ?? `${address.url} answered with status ${status} and no explanation.`;
  return new Failure(kindOf(status, code), [message, advice[status]].filter(Boolean).join("\n"), {
    ...(code === undefined ? {} : { code }),
    errors: Array.isArray(document.errors) ? document.errors.filter(isInputError) : [],
  });
}

function redirected(response: Response, { url }: OrgAddress): Failure {
  const location = response.headers.get("Location") ?? "elsewhere";
  return new Failure(
    "org-unreachable",
    `${url} redirects to ${location}. Use that address: \`lockstep org login\`.`,
  );
}

function problemDocument(text: string): ProblemDocument {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

function kindOf(status: number, code: string | undefined): FailureKind {
  if (code !== undefined && Object.hasOwn(failureKinds, code)) return code as FailureKind;
  const kinds = Object.keys(failureKinds) as FailureKind[];
  return kinds.find((kind) => failureKinds[kind].status === status) ?? "internal";
}

function isInputError(value: unknown): value is InputError {
  const error = value as Partial<InputError> | null;
  return typeof error?.path === "string" && typeof error.message === "string";
}
