import { Failure } from "@lockstep/model";

import { bounds } from "../bounds.ts";
import type { RemoteLocation } from "../location.ts";
import { sha256Failure } from "../sha256-failure.ts";
import { readPackets } from "./pkt-line.ts";
import { exchange, type HttpLimits } from "./smart-http.ts";

/** The service `git-upload-pack` of one repository, in protocol v2 (gitprotocol-v2). */
export interface GitService {
  /** Sends one command and gives the bytes of the answer. */
  command(body: Buffer<ArrayBuffer>, limits: HttpLimits): Promise<AsyncGenerator<Uint8Array>>;
}

const protocol = { "git-protocol": "version=2" };
const discovery = "/info/refs?service=git-upload-pack";

/** Asks the server once what it can do and where the repository is now; asks again after a failure. */
export function openGitService(location: RemoteLocation): GitService {
  let base: string | null = null;
  return {
    command: async (body, limits) => {
      const found = base ?? (await discover(location, limits));
      base = null;
      const headers = {
        ...protocol,
        "content-type": "application/x-git-upload-pack-request",
        accept: "application/x-git-upload-pack-result",
      };
      const question = { url: `${found}/git-upload-pack`, method: "POST", headers, body } as const;
      const answer = await exchange(location, question, limits);
      base = found;
      return answer.body;
    },
  };
}

async function discover(location: RemoteLocation, limits: HttpLimits): Promise<string> {
  const question = { url: `${location.url}${discovery}`, method: "GET", headers: protocol } as const;
  const answer = await exchange(location, question, { ...limits, maxBytes: bounds.listing });
  const lines = new Set<string>();
  for await (const packet of readPackets(answer.body)) {
    if (packet.kind === "data") lines.add(packet.bytes.toString("utf8").trim());
  }
  if (lines.has("object-format=sha256")) throw sha256Failure(location.url);
  if (!lines.has("version 2")) {
    throw new Failure(
      "repository-invalid",
      `What answers at ${location.url} does not speak version 2 of git's protocol; check the address.`,
    );
  }
  return answer.url.endsWith(discovery) ? answer.url.slice(0, -discovery.length) : location.url;
}
