import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { readDashboard } from "./read-dashboard.ts";

const script = `export const words = ${JSON.stringify("in step ".repeat(500))};`;
const page = '<!doctype html><meta name="style-nonce" content="__STYLE_NONCE__"><div id="root"></div>';

let directory: string;
let org: TestApi;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lockstep-dashboard-"));
  await mkdir(join(directory, "dist/assets"), { recursive: true });
  await writeFile(join(directory, "secret.txt"), "outside");
  await writeFile(join(directory, "dist/index.html"), page);
  await writeFile(join(directory, "dist/icon.svg"), "<svg/>");
  await writeFile(join(directory, "dist/assets/main-1a2b.js"), script);
  await writeFile(join(directory, "dist/assets/text-1a2b.woff2"), "font");
  await symlink(join(directory, "secret.txt"), join(directory, "dist/assets/link.txt"));
  org = await openTestApi({}, { dashboard: await readDashboard(join(directory, "dist")) });
});
afterEach(async () => {
  await org.close();
  await rm(directory, { recursive: true });
});

const html = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

function get(path: string, headers: Readonly<Record<string, string>> = {}, method = "GET") {
  return org.request(path, { method, as: null, headers });
}

describe("the dashboard's page", () => {
  test.each([
    "/",
    "/?view=lanes",
    "/login",
    "/environments/production/pipelines/greet?tab=dag",
    "/deploys/01a21afa-d840-74d6-a2b4-de4170167f7f",
    "/compare?from=staging&to=production",
    "/commits/3f1c2ab",
  ])("is what %s shows", async (path) => {
    const response = await get(path, html);
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("text/html; charset=UTF-8");
    expect(await response.text()).toContain('<div id="root">');
  });

  test("has a nonce of its own each time, and a policy that lets nothing in but its own files", async () => {
    const nonces = new Set<string>();
    for (let count = 0; count < 3; count += 1) {
      const response = await get("/", html);
      const nonce = /content="([\w-]{22})"/.exec(await response.text())?.[1] ?? "";
      nonces.add(nonce);
      expect(response.headers.get("Content-Security-Policy")).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; connect-src 'self'; img-src 'self' data:; font-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
    }
    expect(nonces.size).toBe(3);
    expect(nonces.has("")).toBe(false);
  });

  test("is never kept, as its nonce would outlive its policy", async () => {
    const response = await get("/", { ...html, "If-None-Match": "*" });
    expect([response.status, response.headers.get("Cache-Control"), response.headers.get("ETag")]).toEqual([
      200,
      "no-cache",
      null,
    ]);
  });

  test("is alone in its window, and tells no other site where one was", async () => {
    const { headers } = await get("/", html);
    expect(headers.get("Cross-Origin-Opener-Policy")).toBe("same-origin");
    expect(headers.get("Referrer-Policy")).toBe("no-referrer");
    expect(headers.get("X-Frame-Options")).toBe("DENY");
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  });

  test("has a head without a body", async () => {
    const response = await get("/runs", html, "HEAD");
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  test("is not what programs get where nothing is, nor what changes are sent to", async () => {
    const json = { Accept: "application/json" };
    for (const path of ["/api/v1/nothing", "/api", "/docs/nothing", "/hooks/x", "/assets/nothing.js"]) {
      expect((await get(path, { ...html, Authorization: "Bearer lsk_x" })).status, path).not.toBe(200);
    }
    expect((await get("/nothing", json)).status).toBe(404);
    expect((await get("/nothing.png", { Accept: "*/*" })).status).toBe(404);
    expect((await get("/nothing", html, "POST")).status).toBe(404);
  });

  test("is not given under another host's name", async () => {
    expect((await get("/", { ...html, Host: "evil.example" })).status).toBe(403);
  });
});

describe("its files", () => {
  test("with hashed names are kept for ever, others are asked for again", async () => {
    const asset = await get("/assets/main-1a2b.js");
    expect(asset.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    expect(asset.headers.get("Content-Type")).toBe("text/javascript; charset=utf-8");
    expect(await asset.text()).toBe(script);
    // A worker may speak with the server only if its script's own policy says so.
    expect(asset.headers.get("Content-Security-Policy")).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';/,
    );
    const icon = await get("/icon.svg");
    expect(icon.headers.get("Cache-Control")).toBe("no-cache");
    expect(icon.headers.get("Content-Type")).toBe("image/svg+xml");
  });

  test.each([
    ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
    ["gzip;q=0.9, br;q=0", "gzip", gunzipSync],
    ["*", "br", brotliDecompressSync],
  ])("asked for with %s come as %s", async (accepted, encoding, decode) => {
    const response = await get("/assets/main-1a2b.js", { "Accept-Encoding": accepted });
    expect(response.headers.get("Content-Encoding")).toBe(encoding);
    expect(response.headers.get("Vary")).toBe("Accept-Encoding");
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.byteLength).toBeLessThan(script.length / 5);
    expect(response.headers.get("Content-Length")).toBe(String(bytes.byteLength));
    expect(decode(bytes).toString()).toBe(script);
  });

  test.each(["", "identity", "br;q=0, gzip;q=0", "zstd", "nonsense;q=x"])(
    "asked for with '%s' come as they are",
    async (accepted) => {
      const response = await get("/assets/main-1a2b.js", { "Accept-Encoding": accepted });
      expect(response.headers.has("Content-Encoding")).toBe(false);
      expect(await response.text()).toBe(script);
    },
  );

  test("that are compressed already are not compressed again", async () => {
    const response = await get("/assets/text-1a2b.woff2", { "Accept-Encoding": "br" });
    expect(response.headers.has("Content-Encoding")).toBe(false);
    expect(await response.text()).toBe("font");
  });

  test("are not sent again to who has them, in the same encoding", async () => {
    const etagOf = async (encoding: string) =>
      (await get("/assets/main-1a2b.js", { "Accept-Encoding": encoding })).headers.get("ETag") ?? "";
    const [plain, small] = [await etagOf(""), await etagOf("br")];
    expect(plain).not.toBe(small);
    const again = (etag: string) =>
      get("/assets/main-1a2b.js", { "Accept-Encoding": "br", "If-None-Match": etag });
    for (const etag of [small, `W/${small}`, `"other", ${small}`]) {
      const response = await again(etag);
      expect([response.status, await response.text()]).toEqual([304, ""]);
      expect(response.headers.get("ETag")).toBe(small);
    }
    expect((await again(plain)).status).toBe(200);
  });

  test("have a head without a body", async () => {
    const response = await get("/assets/main-1a2b.js", {}, "HEAD");
    expect([response.status, response.headers.get("Content-Length"), await response.text()]).toEqual([
      200,
      String(script.length),
      "",
    ]);
  });

  test.each([
    "/assets/../secret.txt",
    "/assets/%2e%2e/%2e%2e/secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/assets/..%5c..%5csecret.txt",
    "/assets//etc/passwd",
    "/assets/%00main-1a2b.js",
    "/assets/main-1a2b.js/",
    "/assets/",
    "/assets/__proto__",
    "/assets/link.txt",
    "/assets/%ff",
  ])("are no way to other files: %s", async (path) => {
    const response = await get(path, html);
    const text = await response.text();
    expect(text).not.toContain("outside");
    expect(response.status === 404 || text.includes('<div id="root">')).toBe(true);
  });

  test("that start the dashboard are not files beside its page", async () => {
    expect(await (await get("/index.html", html)).text()).not.toContain("__STYLE_NONCE__");
  });
});

describe("without a build", () => {
  test("there is nothing to read", async () => {
    expect(await readDashboard(join(directory, "nowhere"))).toBeNull();
  });

  test("the page says so and what to do, and the API is there", async () => {
    const bare = await openTestApi({}, { dashboard: "not-built" });
    const response = await bare.request("/runs/1", { as: null, headers: html });
    expect(response.status).toBe(503);
    expect(await response.text()).toMatch(/npm run build[\s\S]*lockstep status[\s\S]*LOCKSTEP_UI=off/);
    expect((await bare.request("/api/v1/session")).status).toBe(200);
    await bare.close();
  });
});
