import { expect, test } from "vitest";

import { readableHeaders } from "./readable-headers.ts";

test.each([
  "Authorization",
  "Proxy-Authorization",
  "Cookie",
  "Set-Cookie",
  "X-API-Key",
  "apikey",
  "X-Auth-Token",
  "X-Gitlab-Token",
  "X-Hub-Signature-256",
  "Stripe-Signature",
  "X-Lockstep-Signature",
  "X-Client-Secret",
  "X-Session-Id",
  "X-Auth",
  "X-Auth-Email",
  "X-Amz-Access-Key",
  "X-Functions-Key",
  "X-Goog-IAP-JWT-Assertion",
  "X-Proof",
])("%s never reaches a pipeline", (name) => {
  const headers = {
    [name]: "canary",
    "Content-Type": "text/plain",
    "X-GitHub-Event": "push",
    "X-Author": "Ada",
  };
  expect(readableHeaders(headers, "X-Proof")).toEqual({
    "content-type": "text/plain",
    "x-author": "Ada",
    "x-github-event": "push",
  });
});
