import { Failure, type FailureDetails } from "@lockstep/model";

const advice: Readonly<Record<number, string>> = {
  401: "it asks for credentials; set LOCKSTEP_GIT_TOKEN to a token that may read it, or renew the expired one",
  403: "the credentials may not read it; give the token read access to this repository",
  404: "there is none at this address, or the token may not see it",
  429: "it limits how often it may be asked; the next try waits",
};

/** The failure for an answer other than 200. The server's own text is left out: it may repeat what was sent. */
export async function refuseStatus(response: Response, name: string): Promise<Failure> {
  await response.body?.cancel();
  const words = advice[response.status] ?? "the git server answered with an error; the next try may succeed";
  const text = `Repository ${name}: ${words} (HTTP ${response.status}).`;
  return new Failure("repository-unreachable", text, retryAfter(response));
}

function retryAfter(response: Response): FailureDetails {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: Math.min(seconds, 3600) * 1000 } : {};
}
