import { Agent, request } from "node:http";

import type { LockstepProcess } from "./lockstep-process.ts";

const agent = new Agent({ keepAlive: true });

/** Calls the API over a kept-alive connection and gives the body's text; node:http costs the client least. */
export function callApi(
  { url, token }: Pick<LockstepProcess, "url" | "token">,
  method: "GET" | "POST",
  path: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(`${url}/api/v1${path}`, {
      agent,
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    });
    call.once("error", reject);
    call.once("response", (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.once("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        if ((answer.statusCode ?? 500) < 300) resolve(text);
        else reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`));
      });
    });
    call.end(method === "POST" ? "{}" : undefined);
  });
}
