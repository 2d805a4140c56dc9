import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { Failure } from "@lockstep/model";

import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { styled } from "../terminal/text.ts";
import { scaffoldFiles } from "./scaffold-files.ts";

/** Makes the first files of a repository; nothing when one of them exists. */
export async function scaffoldRepository(
  { world, output }: Invocation,
  [directory]: [string],
): Promise<ExitCode> {
  const root = resolve(world.cwd, directory);
  const files = scaffoldFiles();
  assertFree(root, [...files.keys()]);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { flag: "wx" });
  }
  output.present({ created: [...files.keys()] }, () => [
    ...[...files.keys()].map((path) => [styled("green", "created "), path]),
    "",
    "Try it without a server:",
    "  lockstep run pipelines/hello/hello.pipeline.json --sample --env staging",
    "  lockstep test",
    "Then commit to main, make the branch that staging follows, and serve both:",
    "  git branch develop && LOCKSTEP_REPO=. lockstep up",
  ]);
  return exitCodes.done;
}

function assertFree(root: string, paths: readonly string[]): void {
  const taken = paths.filter((path) => existsSync(join(root, path)));
  if (taken.length === 0) return;
  throw new Failure(
    "conflict",
    `Nothing was made, because this exists already: ${taken.join(", ")}.\nMove it away, or add files by hand; \`lockstep validate\` checks them.`,
  );
}
