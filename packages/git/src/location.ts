import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { Failure } from "@lockstep/model";

/** A repository behind `http://` or `https://`; the credentials go to its own origin only. */
export interface RemoteLocation {
  readonly kind: "remote";
  /** Without user name and password. */
  readonly url: string;
  readonly origin: string;
  /** As they are now: tokens that end soon are replaced while the repository is open. */
  readonly credentials: Credentials | null;
}

/** A repository on this machine, read where it lies. */
export interface LocalLocation {
  readonly kind: "local";
  readonly path: string;
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A token, or who gives the one that holds now. */
export type TokenSource = string | null | (() => string | null);

/** GitHub wants this user name beside a token; GitLab and Gitea take any. */
const tokenUser = "x-access-token";

/** Splits a location into where and with which credentials. A `token` wins over a password written in the URL. */
export function parseLocation(text: string, token: TokenSource): RemoteLocation | LocalLocation {
  if (/^https?:\/\//i.test(text)) return parseRemote(text, token);
  if (/^file:\/\//i.test(text)) return { kind: "local", path: fileURLToPath(text) };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^[^/\\@:]+@[^/\\:]+:/.test(text)) {
    throw new Failure(
      "configuration-invalid",
      "The repository must be an https:// address or a path; SSH and other transports are not supported.",
    );
  }
  return { kind: "local", path: resolve(text) };
}

function parseRemote(text: string, token: TokenSource): RemoteLocation {
  if (!URL.canParse(text)) {
    throw new Failure("configuration-invalid", "The address of the repository is not a valid URL.");
  }
  const url = new URL(text);
  const username = decodeURIComponent(url.username);
  const written = decodeURIComponent(url.password);
  url.username = "";
  url.password = "";
  url.search = "";
  url.hash = "";
  return {
    kind: "remote",
    url: url.href.replace(/\/+$/, ""),
    origin: url.origin,
    get credentials() {
      const password = (typeof token === "function" ? token() : token) ?? written;
      return password === "" ? null : { username: username || tokenUser, password };
    },
  };
}
