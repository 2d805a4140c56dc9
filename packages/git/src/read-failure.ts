import { Failure, type FailureKind } from "@lockstep/model";

/** Codes of the operating system and of the HTTP client that have a better word than "did not answer". */
const knownCodes: Readonly<Record<string, readonly [FailureKind, string]>> = {
  ENOSPC: ["disk-full", "the disk has no room left; free some and it goes on by itself"],
  EDQUOT: ["disk-full", "the disk quota is used up; free some room and it goes on by itself"],
  ENOTFOUND: ["repository-unreachable", "there is no host of that name"],
  ECONNREFUSED: ["repository-unreachable", "nothing listens at that address"],
  ECONNRESET: ["repository-unreachable", "the server closed the connection"],
  UND_ERR_SOCKET: ["repository-unreachable", "the server closed the connection"],
  UND_ERR_CONNECT_TIMEOUT: ["deadline-exceeded", "the server could not be reached in time"],
  CERT_HAS_EXPIRED: ["repository-unreachable", "the server's certificate has expired"],
};

/**
 * What a thrown value means for the repository `name`. Foreign errors are not attached as a cause: what a server or
 * a program says may hold a credential.
 */
export function readFailure(thrown: unknown, name: string, signal: AbortSignal): Failure {
  if (signal.aborted) return readAbort(signal.reason, name);
  if (thrown instanceof Failure) return thrown;
  const code = findCode(thrown);
  const [kind, words] = knownCodes[code] ?? [
    "repository-unreachable",
    `reading it failed${code && ` (${code})`}`,
  ];
  return new Failure(kind, `Repository ${name}: ${words}.`);
}

function readAbort(reason: unknown, name: string): Failure {
  if (reason instanceof Failure) return reason;
  if (reason instanceof Error && reason.name === "TimeoutError") {
    return new Failure("deadline-exceeded", `Repository ${name}: it took longer than allowed.`);
  }
  return new Failure("cancelled", `Repository ${name}: the caller gave up.`);
}

function findCode(thrown: unknown): string {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ("code" in error && typeof error.code === "string") return error.code;
  }
  return "";
}
