import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

import { Failure } from "@lockstep/model";

/** Encrypts secrets of `store:` references so that a copied row is worthless elsewhere. */
export interface SealedSecrets {
  seal(environment: string, name: string, value: string): string;
  /** Fails as `row-tampered` when the text was made for another environment or name, or under another key. */
  open(environment: string, name: string, sealed: string): string;
}

/** AES-256-GCM with environment and name as associated data, under a key derived from the server key. */
export function createSealedSecrets(serverKey: Uint8Array): SealedSecrets {
  const key = Buffer.from(hkdfSync("sha256", serverKey, "", "lockstep-secrets/v1", 32));
  return {
    seal(environment, name, value) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(associated(environment, name));
      const text = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
      return [nonce, cipher.getAuthTag(), text].map((part) => part.toString("base64url")).join(".");
    },
    open(environment, name, sealed) {
      const [nonce, tag, text] = sealed.split(".").map((part) => Buffer.from(part, "base64url"));
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, nonce ?? Buffer.alloc(0));
        decipher.setAAD(associated(environment, name)).setAuthTag(tag ?? Buffer.alloc(0));
        return decipher.update(text ?? Buffer.alloc(0), undefined, "utf8") + decipher.final("utf8");
      } catch {
        throw new Failure(
          "row-tampered",
          `secret '${name}' of ${environment} cannot be opened with this server key`,
        );
      }
    },
  };
}

function associated(environment: string, name: string): Buffer {
  return Buffer.from(JSON.stringify([environment, name]));
}
