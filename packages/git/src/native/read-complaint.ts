import { Failure, type FailureKind } from "@lockstep/model";

import { revisionGone } from "../remote/remote.ts";
import { sha256Failure } from "../sha256-failure.ts";

/** What native git's complaints mean. The first that fits counts; git speaks English here (`LC_ALL=C`). */
const meanings: readonly (readonly [RegExp, FailureKind, string])[] = [
  [/No space left|Disk quota/i, "disk-full", "the disk has no room left; free some and it goes on by itself"],
  [
    /Authentication failed|could not read (Username|Password)|error: 40[13]/i,
    "repository-unreachable",
    "it refuses the credentials; set LOCKSTEP_GIT_TOKEN to a valid token that may read it",
  ],
  [
    /not found|error: 404/i,
    "repository-unreachable",
    "there is none at this address, or the token may not see it",
  ],
  [/too slow|timed out/i, "deadline-exceeded", "the git server was silent for too long"],
  [/resolve host/i, "repository-unreachable", "there is no host of that name"],
  [/connect to|refused/i, "repository-unreachable", "nothing listens at that address"],
];

/**
 * The failure behind a complaint of native git. Its text is matched, not repeated: it may quote what the server said,
 * and with it a credential.
 */
export function readComplaint(complaint: string, name: string): Failure {
  if (/not our ref|remote ref/i.test(complaint)) {
    const words = `Repository ${name}: a branch moved while it was fetched; the next poll sees where it is.`;
    return new Failure("repository-unreachable", words, { code: revisionGone });
  }
  if (/sha256|mismatched (object format|algorithms)/i.test(complaint)) return sha256Failure(name);
  const found = meanings.find(([pattern]) => pattern.test(complaint));
  const [, kind, words] = found ?? [
    null,
    "repository-unreachable" as const,
    "the git server did not answer well",
  ];
  return new Failure(kind, `Repository ${name}: ${words}.`);
}

/** Whether git complained about objects it has, not about the server. */
export function isDamage(complaint: string): boolean {
  return /bad object|corrupt|unable to read|did not send all necessary|missing (blob|tree|commit)|bad config|not a git repository|invalid (sha1|index)|does not match index|far too short/i.test(
    complaint,
  );
}
