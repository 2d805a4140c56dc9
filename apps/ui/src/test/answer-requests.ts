import { afterEach, vi } from "vitest";

afterEach(() => vi.unstubAllGlobals());

type Answer = (url: URL) => unknown;

/**
 * Answers the dashboard's requests by path, such as `/api/v1/overview`; a `Response` is answered as it is, anything else as
 * JSON. Returns what was asked, oldest first.
 */
export function answerRequests(answers: Readonly<Record<string, Answer>>): readonly URL[] {
  const asked: URL[] = [];
  vi.stubGlobal("fetch", async (input: RequestInfo | URL) => {
    const url = new URL(input instanceof Request ? input.url : input, window.location.origin);
    asked.push(url);
    const answer = await answers[url.pathname]?.(url);
    if (answer === undefined) return Response.json({ title: "Not found" }, { status: 404 });
    return answer instanceof Response ? answer : Response.json(answer);
  });
  return asked;
}
