import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";

import { Failure } from "@lockstep/model";

import { bounds } from "../bounds.ts";
import { WireReader } from "./wire-reader.ts";

/** A public key that can check signatures. */
export interface SshKey {
  readonly type: string;
  /** Whether the signature, in SSH's form, fits the bytes. */
  verify(bytes: Uint8Array, signature: Uint8Array): boolean;
}

interface Curve {
  readonly name: string;
  readonly jwk: "P-256" | "P-384" | "P-521";
  readonly hash: string;
  /** Length of a coordinate. */
  readonly bytes: number;
}

const curves: Readonly<Record<string, Curve>> = {
  "ecdsa-sha2-nistp256": { name: "nistp256", jwk: "P-256", hash: "sha256", bytes: 32 },
  "ecdsa-sha2-nistp384": { name: "nistp384", jwk: "P-384", hash: "sha384", bytes: 48 },
  "ecdsa-sha2-nistp521": { name: "nistp521", jwk: "P-521", hash: "sha512", bytes: 66 },
};

const rsaHashes: Readonly<Record<string, string>> = { "rsa-sha2-256": "sha256", "rsa-sha2-512": "sha512" };

/** The type that a public key in SSH's form says it has. */
export function readKeyType(blob: Uint8Array): string {
  return new WireReader(blob).text();
}

/** Failures: `invalid-input`; `unprocessable` for kinds of keys that are not checked here. */
export function readPublicKey(blob: Uint8Array): SshKey {
  const reader = new WireReader(blob);
  const type = reader.text();
  if (type === "ssh-ed25519") return ed25519(reader);
  if (type === "ssh-rsa") return rsa(reader);
  const curve = Object.hasOwn(curves, type) ? curves[type] : undefined;
  if (curve !== undefined) return ecdsa(type, curve, reader);
  throw new Failure("unprocessable", "Keys of this kind are not checked here.");
}

/** As `ssh-keygen -l` shows it. */
export function fingerprint(blob: Uint8Array): string {
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

function ed25519(reader: WireReader): SshKey {
  const point = reader.string();
  reader.end();
  const key = importKey({ kty: "OKP", crv: "Ed25519", x: point.toString("base64url") });
  return checker("ssh-ed25519", (bytes, { format, body }) => {
    const signature = body.string();
    body.end();
    return format === "ssh-ed25519" && signature.length === 64 && verify(null, bytes, key, signature);
  });
}

function rsa(reader: WireReader): SshKey {
  const [e, n] = [reader.integer(), reader.integer()];
  reader.end();
  const bits = n.length * 8;
  if (bits < bounds.rsaBits.least || bits > bounds.rsaBits.most || e.length > 8)
    throw new Failure("unprocessable", `RSA keys of ${bits} bits are not accepted here.`);
  const key = importKey({ kty: "RSA", n: n.toString("base64url"), e: e.toString("base64url") });
  return checker("ssh-rsa", (bytes, { format, body }) => {
    const hash = Object.hasOwn(rsaHashes, format) ? rsaHashes[format] : undefined;
    const signature = body.string();
    body.end();
    if (hash === undefined || signature.length > n.length) return false;
    return verify(hash, bytes, key, leftPad(signature, n.length));
  });
}

function ecdsa(type: string, curve: Curve, reader: WireReader): SshKey {
  const name = reader.text();
  const point = reader.string();
  reader.end();
  if (name !== curve.name || point.length !== 1 + 2 * curve.bytes || point[0] !== 4)
    throw new Failure("invalid-input", "The key does not lie on its curve.");
  const [x, y] = [point.subarray(1, 1 + curve.bytes), point.subarray(1 + curve.bytes)];
  const key = importKey({
    kty: "EC",
    crv: curve.jwk,
    x: x.toString("base64url"),
    y: y.toString("base64url"),
  });
  return checker(type, (bytes, { format, body }) => {
    const numbers = new WireReader(body.string());
    body.end();
    const [r, s] = [numbers.integer(), numbers.integer()];
    numbers.end();
    if (format !== type || r.length > curve.bytes || s.length > curve.bytes) return false;
    const signature = Buffer.concat([leftPad(r, curve.bytes), leftPad(s, curve.bytes)]);
    return verify(curve.hash, bytes, { key, dsaEncoding: "ieee-p1363" }, signature);
  });
}

interface SshSignature {
  readonly format: string;
  readonly body: WireReader;
}

function checker(type: string, check: (bytes: Uint8Array, signature: SshSignature) => boolean): SshKey {
  return {
    type,
    verify(bytes, signature) {
      const body = new WireReader(signature);
      return check(bytes, { format: body.text(), body });
    },
  };
}

function importKey(jwk: { readonly [field: string]: string }): KeyObject {
  try {
    return createPublicKey({ key: { ...jwk }, format: "jwk" });
  } catch (cause) {
    throw new Failure("invalid-input", "The public key cannot be read.", { cause });
  }
}

function leftPad(bytes: Buffer, length: number): Buffer {
  return Buffer.concat([Buffer.alloc(length - bytes.length), bytes]);
}
