import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import type { Environment, ResolvedAddress, RunError } from "@lockstep/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { pipelineOf, stepOf } from "../testing/pipelines.ts";
import { runHere } from "../testing/run-here.ts";
import { createNodeHttpClient } from "./node-http-client.ts";

/** A service that nobody outside this machine should reach; it remembers who did. */
let secret: Server;
/** A server that sends people elsewhere: `/to?<url>`. */
let redirector: Server;
const reached: string[] = [];

async function listen(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

beforeAll(async () => {
  secret = await listen(
    createServer((request, response) => {
      reached.push(request.url ?? "");
      response.end("top secret");
    }),
  );
  redirector = await listen(
    createServer((request, response) => {
      const location = decodeURIComponent((request.url ?? "").slice("/to?".length));
      response.writeHead(302, { location }).end();
    }),
  );
});

afterAll(async () => {
  for (const server of [secret, redirector]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const open = { default: "allow", allow: [] } as const;

interface Fetched {
  readonly error: RunError | null;
  readonly output: unknown;
  readonly asked: readonly string[];
}

/** Runs an `http` step over the real client; names resolve to what `names` says, nothing else. */
async function fetchStep(
  url: string,
  egress: Environment["egress"],
  names: Readonly<Record<string, readonly string[]>> = {},
): Promise<Fetched> {
  const asked: string[] = [];
  const http = createNodeHttpClient({
    resolve: async (host): Promise<readonly ResolvedAddress[]> => {
      asked.push(host);
      return (names[host] ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    },
  });
  const { run } = await runHere(pipelineTo(url), { http, egress });
  return { error: run.error, output: run.output, asked };
}

function pipelineTo(url: string) {
  return pipelineOf([stepOf("fetch", { type: "http", effects: "read", with: { url } })], {
    output: { value: "{{ steps.fetch.output.body }}", schema: true },
  });
}

describe("where everything public is allowed, an http step does not reach", () => {
  test.each([
    ["loopback", (port: number) => `http://127.0.0.1:${port}/`],
    ["loopback by another of its addresses", (port: number) => `http://127.9.9.9:${port}/`],
    ["loopback in decimal", (port: number) => `http://2130706433:${port}/`],
    ["loopback in octal", (port: number) => `http://0177.0.0.1:${port}/`],
    ["loopback in hexadecimal", (port: number) => `http://0x7f000001:${port}/`],
    ["loopback in short", (port: number) => `http://127.1:${port}/`],
    ["loopback with full-width digits", (port: number) => `http://１２７.0.0.1:${port}/`],
    ["loopback with a trailing dot", (port: number) => `http://127.0.0.1.:${port}/`],
    ["every address", (port: number) => `http://0.0.0.0:${port}/`],
    ["every address in short", (port: number) => `http://0:${port}/`],
    ["every address of IPv6", (port: number) => `http://[::]:${port}/`],
    ["loopback of IPv6", (port: number) => `http://[::1]:${port}/`],
    ["loopback of IPv6 written out", (port: number) => `http://[0:0:0:0:0:0:0:1]:${port}/`],
    ["loopback mapped into IPv6", (port: number) => `http://[::ffff:127.0.0.1]:${port}/`],
    ["loopback mapped in hexadecimal", (port: number) => `http://[::ffff:7f00:1]:${port}/`],
    ["loopback compatible with IPv4", (port: number) => `http://[::7f00:1]:${port}/`],
    ["loopback behind NAT64", (port: number) => `http://[64:ff9b::7f00:1]:${port}/`],
    ["loopback behind 6to4", (port: number) => `http://[2002:7f00:1::]:${port}/`],
    ["the metadata service", () => "http://169.254.169.254/latest/meta-data/"],
    ["the metadata service in decimal", () => "http://2852039166/"],
    ["the metadata service of IPv6", () => "http://[fd00:ec2::254]/"],
    ["link-local addresses", () => "http://[fe80::1]/"],
    ["private addresses", () => "http://10.0.0.1/"],
    ["private addresses of a home", () => "http://192.168.0.1/"],
    ["private addresses in the middle", () => "http://172.31.255.255/"],
    ["unique local addresses", () => "http://[fc00::1]/"],
  ])("%s", async (_, urlOf) => {
    const { error } = await fetchStep(urlOf(portOf(secret)), open);
    expect(error).toMatchObject({ type: "security" });
    expect(reached).toEqual([]);
  });

  test("an address with a zone", async () => {
    const { error } = await fetchStep("http://[fe80::1%25eth0]/", open);
    expect(error).toMatchObject({ type: "validation" });
  });

  test.each([
    ["a name for loopback", "127.0.0.1"],
    ["a name for the metadata service", "169.254.169.254"],
    ["a name for loopback of IPv6", "::1"],
    ["a name for an address with a zone", "fe80::1%eth0"],
    ["a name for a private address behind NAT64", "64:ff9b::a00:1"],
  ])("%s", async (_, address) => {
    const names = { "innocent.example": [address] };
    const { error } = await fetchStep(`http://innocent.example:${portOf(secret)}/`, open, names);
    expect(error).toMatchObject({ type: "security" });
    expect(reached).toEqual([]);
  });

  test("localhost, with and without its dot", async () => {
    for (const host of ["localhost", "LOCALHOST.", "app.localhost"]) {
      const names = { localhost: ["127.0.0.1", "::1"], "app.localhost": ["127.0.0.1"] };
      const { error } = await fetchStep(`http://${host}:${portOf(secret)}/`, open, names);
      expect(error).toMatchObject({ type: "security" });
    }
    expect(reached).toEqual([]);
  });
});

describe("redirects", () => {
  const allow = ["front.example"];
  const names = { "front.example": ["127.0.0.1"], "back.example": ["127.0.0.1"] };

  test.each([
    ["an address", (port: number) => `http://127.0.0.1:${port}/`],
    ["an address in decimal", (port: number) => `http://2130706433:${port}/`],
    ["an address mapped into IPv6", (port: number) => `http://[::ffff:7f00:1]:${port}/`],
    ["a name that resolves to it", (port: number) => `http://back.example:${port}/`],
    ["the metadata service", () => "http://169.254.169.254/"],
  ])("to what is not public are refused: %s", async (_, urlOf) => {
    const to = encodeURIComponent(urlOf(portOf(secret)));
    const { error } = await fetchStep(
      `http://front.example:${portOf(redirector)}/to?${to}`,
      { default: "allow", allow },
      names,
    );
    expect(error).toMatchObject({ type: "security" });
    expect(reached).toEqual([]);
  });

  test("to a denied name are refused without looking it up", async () => {
    const to = encodeURIComponent(`http://back.example:${portOf(secret)}/`);
    const url = `http://front.example:${portOf(redirector)}/to?${to}`;
    const { error, asked } = await fetchStep(url, { default: "deny", allow }, names);
    expect(error).toMatchObject({ type: "security", message: expect.stringContaining("back.example") });
    expect(asked).toEqual(["front.example"]);
  });
});

describe("names", () => {
  test("that the policy denies are never looked up", async () => {
    const { error, asked } = await fetchStep("http://c2VjcmV0.evil.example/", {
      default: "deny",
      allow: ["crm.example"],
    });
    expect(error).toMatchObject({ type: "security" });
    expect(asked).toEqual([]);
  });

  test("that answer differently the second time do not get a second time", async () => {
    const answers = [["127.0.0.1"], ["169.254.169.254"]];
    const asked: string[] = [];
    const http = createNodeHttpClient({
      resolve: async (host) => {
        asked.push(host);
        return (answers[asked.length - 1] ?? []).map((address) => ({ address, family: 4 }));
      },
    });
    const url = `http://rebind.example:${portOf(secret)}/rebound`;
    const egress = { default: "deny", allow: ["127.0.0.1"] } as const;
    const { run } = await runHere(pipelineTo(url), { http, egress });
    expect(run).toMatchObject({ state: "completed" });
    expect([asked, reached.splice(0)]).toEqual([["rebind.example"], ["/rebound"]]);
  });

  test("with one bad address among good ones are reached at the good one only", async () => {
    const names = { "mixed.example": ["169.254.169.254", "10.0.0.1", "127.0.0.1"] };
    const url = `http://mixed.example:${portOf(secret)}/mixed`;
    const { output } = await fetchStep(url, { default: "allow", allow: ["127.0.0.1"] }, names);
    expect(output).toBe("top secret");
    expect(reached.splice(0)).toEqual(["/mixed"]);
  });
});

test.each([
  ["the address", ["127.0.0.1"]],
  ["a range", ["127.0.0.0/8"]],
  ["the name", ["inside.example"]],
])("what egress.allow names by %s is reachable", async (_, allow) => {
  const names = { "inside.example": ["127.0.0.1"] };
  const url = `http://inside.example:${portOf(secret)}/allowed`;
  const { output } = await fetchStep(url, { default: "deny", allow }, names);
  expect(output).toBe("top secret");
  expect(reached.splice(0)).toEqual(["/allowed"]);
});
