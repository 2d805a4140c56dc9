import { type Finding, finding } from "../finding.ts";
import { firstPattern, matchPatternList } from "../pattern-list.ts";
import { printable } from "../printable.ts";
import type { SshSigner } from "../signers.ts";
import type { Committer } from "../split-commit.ts";
import { parseSshsig } from "./parse-sshsig.ts";
import { fingerprint, readPublicKey } from "./public-key.ts";

/** What git signs under; a signature that was made for files or mails proves nothing about commits. */
const namespace = "git";

export interface SshQuestion {
  readonly payload: Uint8Array;
  readonly signature: string;
  readonly committer: Committer;
  readonly signers: readonly SshSigner[];
}

/** Failures: `invalid-input`, and `unprocessable` for keys that are not checked here. */
export function verifySsh({ payload, signature, committer, signers }: SshQuestion): Finding {
  const file = parseSshsig(signature);
  if (file.namespace !== namespace)
    return finding("invalid", `The signature was made for "${printable(file.namespace)}", not for git.`);
  const key = readPublicKey(file.key);
  if (!key.verify(file.signedBytes(payload), file.signature))
    return finding("invalid", "The SSH signature does not fit the commit.");
  const blob = file.key.toString("base64");
  const known = signers.filter((signer) => signer.key === blob);
  return judgeSigner(known, committer, `SSH key ${fingerprint(file.key)}`);
}

/** The first line that allows it decides; else the first that comes close explains. */
function judgeSigner(known: readonly SshSigner[], committer: Committer, key: string): Finding {
  const findings = known.map((signer) => judgeLine(signer, committer, key));
  return (
    findings.find(({ status }) => status === "verified") ??
    findings.find(({ status }) => status === "expired") ??
    findings[0] ??
    finding("unknown-signer", `The ${key} is not among the allowed signers.`)
  );
}

function judgeLine(signer: SshSigner, { email, at }: Committer, key: string): Finding {
  const { principals, namespaces, validAfter, validBefore } = signer;
  const match = matchPatternList(email, principals);
  const name = match === "match" ? email : firstPattern(principals);
  if (match === "negated" || name === null)
    return finding("unknown-signer", `The ${key} is excluded for the committer's address.`);
  if (namespaces !== null && matchPatternList(namespace, namespaces) !== "match")
    return finding("unknown-signer", `The ${key} is allowed for other things than commits.`);
  if (validAfter !== null && at < validAfter)
    return finding("expired", `The ${key} was not valid yet at the commit's time.`);
  if (validBefore !== null && at > validBefore)
    return finding("expired", `The ${key} was no longer valid at the commit's time.`);
  return finding("verified", `Signed with the ${key}.`, name);
}
