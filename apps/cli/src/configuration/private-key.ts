import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** A private key, or why there is none. */
export type PrivateKeyRead = { readonly pem: string } | { readonly error: string };

/** Reads a key that is given as PEM text (line breaks may be written as `\n`) or as the path of a PEM file. */
export function readPrivateKey(written: string, workingDirectory: string): PrivateKeyRead {
  if (written.trimStart().startsWith("-----BEGIN")) return check(written.replaceAll("\\n", "\n"), "the text");
  const path = resolve(workingDirectory, written);
  try {
    return check(readFileSync(path, "utf8"), path);
  } catch {
    // A value that is no path may be part of a key: it is not repeated.
    return { error: "it is neither PEM text (-----BEGIN …) nor the path of a file that can be read" };
  }
}

function check(pem: string, where: string): PrivateKeyRead {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "rsa") return { pem };
    return { error: `${where} holds a key of another kind; GitHub Apps sign with RSA` };
  } catch {
    return { error: `${where} holds no private key in PEM form; download one from the App's page` };
  }
}
