import { describe, expect, it } from "vitest";

import { runCaptured } from "../testing/run-captured.ts";
import { createProgram } from "./create-program.ts";

const machine = { env: {}, cwd: "/nowhere" };

describe("the command line", () => {
  it("ends with 2 and names the nearest command for one that does not exist", async () => {
    const { exitCode, stderr, stdout } = await runCaptured(["stauts"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("status");
    expect(stdout).toBe("");
  });

  it("ends with 2 for an unknown option and for a bad value", async () => {
    expect((await runCaptured(["status", "--colour"])).exitCode).toBe(2);
    expect((await runCaptured(["history", "--limit", "many"])).exitCode).toBe(2);
    expect((await runCaptured(["cancel"])).exitCode).toBe(2);
  });

  it("reports wrong use as the one JSON document under --json", async () => {
    const { exitCode, json, stderr } = await runCaptured(["stauts", "--json"]);
    expect(exitCode).toBe(2);
    expect(json()).toMatchObject({ error: { code: "USAGE" } });
    expect(stderr).toBe("");
  });

  it("prints its version and ends with 0", async () => {
    const { exitCode, stdout } = await runCaptured(["--version"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("shows its help and ends with 2 without a command", async () => {
    const { exitCode, stderr } = await runCaptured([]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Usage: lockstep");
  });

  it("explains every command with examples and the global options", async () => {
    for (const path of commandPaths()) {
      const { exitCode, stdout } = await runCaptured([...path, "--help"]);
      expect(exitCode, path.join(" ")).toBe(0);
      expect(stdout, path.join(" ")).toContain("Examples:");
      expect(stdout, path.join(" ")).toContain("--json");
    }
  });

  it("says how to go on where no org is known", async () => {
    const { exitCode, stderr } = await runCaptured(["status"], { ...machine, env: { HOME: "/nowhere" } });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("lockstep up");
    expect(stderr).toContain("lockstep org login");
  });
});

function commandPaths(): readonly (readonly string[])[] {
  const sink = { write: () => undefined };
  const program = createProgram({ stdout: sink, stderr: sink } as never, () => undefined);
  return program.commands.flatMap((command) => [
    [command.name()],
    ...command.commands.map((inner) => [command.name(), inner.name()]),
  ]);
}
