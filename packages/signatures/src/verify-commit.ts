import { Failure, type CommitSignature, type RawCommit } from "@lockstep/model";

import { bounds } from "./bounds.ts";
import { type Finding, finding } from "./finding.ts";
import { isOpenpgpSignature, verifyOpenpgp } from "./openpgp/verify-openpgp.ts";
import { matchPatternList } from "./pattern-list.ts";
import type { AllowedSigners } from "./signers.ts";
import { readCommitter, splitCommit } from "./split-commit.ts";
import { isSshSignature } from "./ssh/parse-sshsig.ts";
import { verifySsh } from "./ssh/verify-ssh.ts";

/** Who signed a commit, and whether that counts. Never throws: what cannot be read is `invalid`. */
export async function verifyCommit(commit: RawCommit, signers: AllowedSigners): Promise<CommitSignature> {
  const { revision, bytes } = commit;
  try {
    const found = await judge(bytes, signers);
    return { revision, ...withFaults(found, signers) };
  } catch (thrown) {
    return { revision, ...explain(thrown) };
  }
}

async function judge(bytes: Uint8Array, signers: AllowedSigners): Promise<Finding> {
  if (bytes.length > bounds.commit)
    return finding("invalid", `The commit is larger than ${bounds.commit} bytes.`);
  const { payload, signature } = splitCommit(bytes);
  if (signature === null) return finding("unsigned", "The commit is not signed.");
  if (signature.length > bounds.signature)
    return finding("invalid", `The signature is larger than ${bounds.signature} bytes.`);
  const committer = readCommitter(payload);
  if (isSshSignature(signature)) return verifySsh({ payload, signature, committer, signers: signers.ssh });
  if (isOpenpgpSignature(signature)) return verifyOpenpgp({ payload, signature, keys: signers.openpgp });
  if (signature.startsWith("-----BEGIN SIGNED MESSAGE-----")) return judgeSmime(committer.email, signers);
  return finding("invalid", "The signature is neither of SSH nor of OpenPGP nor of S/MIME.");
}

/** A certificate says which address signs; that it is the committer's, and good, is what the forge verifies. */
function judgeSmime(email: string, { smime }: AllowedSigners): Finding {
  const matches = smime.map((list) => matchPatternList(email.toLowerCase(), list));
  const isAllowed = matches.includes("match") && !matches.includes("negated");
  return isAllowed
    ? finding("forge-judged", "S/MIME signatures are not checked here.", email)
    : finding("unknown-signer", "The S/MIME signature is of nobody in .lockstep/allowed_signers.smime.");
}

/** A signer who is missing may stand in a line that cannot be read. */
function withFaults(found: Finding, { faults }: AllowedSigners): Finding {
  const [first] = faults;
  if (found.status !== "unknown-signer" || first === undefined) return found;
  const others = faults.length === 1 ? "" : ` (and ${faults.length - 1} more faults)`;
  return { ...found, because: `${found.because} ${first}${others}` };
}

function explain(thrown: unknown): Finding {
  if (!(thrown instanceof Failure)) return finding("invalid", "The signature cannot be read.");
  return finding(
    thrown.kind === "unprocessable" ? "unsupported" : "invalid",
    `The signature cannot be checked: ${thrown.message}`,
  );
}
