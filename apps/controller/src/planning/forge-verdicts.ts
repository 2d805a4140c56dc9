import { type CommitSignature, type Forge, type Revision, toFailure } from "@lockstep/model";

type Judge = Pick<Forge, "name" | "readVerification">;

/** For all commits together: a plan must not hang on a forge. */
const deadlineMs = 3_000;

/** So many commits are asked for at once. */
const width = 8;

/** Verified commits stay so, and are not asked for again; anything else may change. */
const seen = new WeakMap<Judge, Map<Revision, CommitSignature>>();
const mostSeen = 5_000;

/**
 * Asks the forge for its verdict on every `forge-judged` signature and leaves all others as they are. Those on which it
 * did not answer within three seconds stay `forge-judged`, with the reason. Failure: `cancelled`.
 */
export async function judgeByForge(
  forge: Judge,
  signatures: readonly CommitSignature[],
  signal: AbortSignal,
): Promise<readonly CommitSignature[]> {
  const known = seen.get(forge) ?? new Map<Revision, CommitSignature>();
  seen.set(forge, known);
  const limited = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  const judged: CommitSignature[] = [];
  for (let from = 0; from < signatures.length; from += width) {
    const asked = signatures.slice(from, from + width).map(async (signature) => {
      if (signature.status !== "forge-judged") return signature;
      return known.get(signature.revision) ?? (await ask(forge, signature, limited));
    });
    judged.push(...(await Promise.all(asked)));
    signal.throwIfAborted();
  }
  if (known.size > mostSeen) known.clear();
  for (const signature of judged)
    if (signature.status === "forge-verified") known.set(signature.revision, signature);
  return judged;
}

async function ask(forge: Judge, signature: CommitSignature, limited: AbortSignal): Promise<CommitSignature> {
  const name = forge.name === "github" ? "GitHub" : "the forge";
  try {
    limited.throwIfAborted();
    const verdict = await forge.readVerification(signature.revision, limited);
    if (verdict === null) return refuse(signature, "unsupported", "no forge does it instead");
    if (verdict.isVerified)
      return {
        ...signature,
        status: "forge-verified",
        because: `The S/MIME signature is verified by ${name}, not here.`,
      };
    return refuse(signature, "invalid", `${name} does not verify this one: ${verdict.reason}`);
  } catch (thrown) {
    const why = limited.aborted ? `${name} did not answer within 3 seconds` : toFailure(thrown).message;
    return {
      ...signature,
      because: `Only ${name} can verify its S/MIME signature, and has not yet. ${sentence(why)}`,
    };
  }
}

function refuse(signature: CommitSignature, status: "invalid" | "unsupported", why: string): CommitSignature {
  return {
    ...signature,
    status,
    signer: null,
    because: `S/MIME signatures are not checked here, and ${sentence(why)}`,
  };
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
