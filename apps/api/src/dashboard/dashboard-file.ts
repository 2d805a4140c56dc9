import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** One built file of the dashboard, in memory. */
export interface DashboardFile {
  readonly mediaType: string;
  /** Its name changes with its content, so that browsers never ask for it again. */
  readonly isImmutable: boolean;
  /** Each encoding is made when somebody first asks for it, and once. */
  load(encoding: FileEncoding): Promise<EncodedFile>;
}

/** How a file goes over the wire, the smallest first. */
export const fileEncodings = ["br", "gzip", "identity"] as const;

export type FileEncoding = (typeof fileEncodings)[number];

interface EncodedFile {
  readonly encoding: FileEncoding;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Strong: differs with the encoding. */
  readonly etag: string;
}

const mediaTypes: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json",
  woff2: "font/woff2",
};

/** What is compressed by itself already, or may not be text. */
const isCompressible = /^(text\/|application\/(json|manifest\+json|wasm)|image\/svg)/;

/** Nearly as small as the highest level, in a tenth of its time. */
const brotliLevel = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

const encoders = {
  br: (bytes: Uint8Array) => promisify(brotliCompress)(bytes, brotliLevel),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes, { level: 9 }),
};

/** A file of this name with these bytes. */
export function dashboardFile(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  isImmutable: boolean,
): DashboardFile {
  const mediaType = mediaTypes[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  const hash = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
  const made = new Map<FileEncoding, Promise<EncodedFile>>();
  const identity: EncodedFile = { encoding: "identity", bytes, etag: `"${hash}"` };

  async function encode(encoding: "br" | "gzip"): Promise<EncodedFile> {
    const encoded = new Uint8Array(await encoders[encoding](bytes));
    return { encoding, bytes: encoded, etag: `"${hash}-${encoding}"` };
  }

  return {
    mediaType,
    isImmutable,
    async load(wanted) {
      if (wanted === "identity" || !isCompressible.test(mediaType)) return identity;
      const encoded = made.get(wanted) ?? encode(wanted);
      made.set(wanted, encoded);
      return encoded;
    },
  };
}
