import { describe, expect, test } from "vitest";

import { checkHost, permittedAddresses } from "./egress.ts";

function mayReach(policy: Parameters<typeof permittedAddresses>[0], host: string, address: string): boolean {
  try {
    return (
      permittedAddresses(policy, host, [{ address, family: address.includes(":") ? 6 : 4 }]).length === 1
    );
  } catch {
    return false;
  }
}

const open = { default: "allow", allow: [] } as const;

describe("an address that is not public", () => {
  test.each([
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a9fe:a9fe",
    "::7f00:1",
    "::127.0.0.1",
    "::ffff:0:7f00:1",
    "2001::7f00:1",
    "fec0::1",
    "100::1",
    "4000::1",
    "168.63.129.16",
    "2002:7f00:1::",
    "2001:db8::1",
  ])("%s is refused even where everything is allowed", (address) => {
    expect(mayReach(open, "host.example", address)).toBe(false);
  });

  test.each([
    ["its host", "crm.internal", "10.1.2.3", ["crm.internal"]],
    ["its host in other letters, with the final dot", "CRM.internal.", "10.1.2.3", ["crm.INTERNAL"]],
    ["a host above it", "a.crm.internal", "10.1.2.3", ["*.crm.internal"]],
    ["its address", "crm.internal", "10.1.2.3", ["10.1.2.3"]],
    ["a range around it", "crm.internal", "10.1.2.3", ["10.0.0.0/8"]],
    ["its address, reached as IPv6", "crm.internal", "::ffff:10.1.2.3", ["10.1.2.3"]],
    ["a range of IPv6", "crm.internal", "fd00::7", ["fd00::/8"]],
  ])("is reachable when allow names %s", (_, host, address, allow) => {
    expect(mayReach({ default: "deny", allow }, host, address)).toBe(true);
  });

  test.each([
    ["another host", "evil.example", "10.1.2.3", ["crm.internal"]],
    ["the domain alone", "crm.internal", "10.1.2.3", ["*.crm.internal"]],
    ["a host with the same ending", "evilcrm.internal", "10.1.2.3", ["*.crm.internal"]],
    ["a range of the other family", "crm.internal", "10.1.2.3", ["::/0"]],
    ["something that is no address", "crm.internal", "10.1.2.3", ["10.1.2"]],
  ])("is refused when allow names only %s", (_, host, address, allow) => {
    expect(mayReach({ default: "deny", allow }, host, address)).toBe(false);
  });
});

describe("a name that is not looked up yet", () => {
  const lookUp = (policy: Parameters<typeof checkHost>[0], host: string) => () => checkHost(policy, host);

  test.each([
    ["nothing is allowed", []],
    ["only other hosts are", ["crm.example", "*.evil.example.org"]],
  ])("is refused at once where %s", (_, allow) => {
    expect(lookUp({ default: "deny", allow }, "secret.evil.example")).toThrow(
      /Egress to secret.evil.example/,
    );
  });

  test.each([
    ["everything public is", { default: "allow", allow: [] }],
    ["it is named", { default: "deny", allow: ["*.EVIL.example"] }],
    ["an address is, which it may resolve to", { default: "deny", allow: ["10.1.2.3"] }],
    ["a range is, into which it may fall", { default: "deny", allow: ["fd00::/8"] }],
  ] as const)("is looked up where %s allowed", (_, policy) => {
    expect(lookUp(policy, "secret.evil.example.")).not.toThrow();
  });
});

describe("a public address", () => {
  test("is reachable by default allow and not by default deny", () => {
    expect(mayReach(open, "example.com", "93.184.216.34")).toBe(true);
    expect(mayReach({ default: "deny", allow: [] }, "example.com", "93.184.216.34")).toBe(false);
  });

  test("stays when another address of the same host is refused", () => {
    const addresses = [
      { address: "127.0.0.1", family: 4 },
      { address: "93.184.216.34", family: 4 },
    ];
    expect(permittedAddresses(open, "example.com", addresses)).toEqual([addresses[1]]);
  });
});
