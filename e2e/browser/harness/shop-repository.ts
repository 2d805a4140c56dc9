import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

import type { TestRepository } from "@lockstep/testkit";

const top = join(import.meta.dirname, "../../..");

const priya = { name: "Priya Nair", email: "priya.nair@example.com" };

/** The files below folders of a directory, by path. */
function filesBelow(directory: string, folders: readonly string[]): Record<string, string> {
  const entries = folders.flatMap((folder) =>
    readdirSync(join(directory, folder), { recursive: true, withFileTypes: true }),
  );
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.map((path) => [relative(directory, path), readFileSync(path, "utf8")]));
}

/**
 * The demo's pipelines as a repository of a shop: production asks for one approval, and develop is one commit ahead of
 * main, with a changed and a new pipeline.
 */
export async function prepareShop(repository: TestRepository): Promise<void> {
  const files = {
    ...filesBelow(top, ["environments", "pipelines"]),
    "lockstep.json": readFileSync(join(top, "lockstep.json"), "utf8"),
  };
  const now = Math.floor(Date.now() / 1_000);
  const released = await repository.commit({
    branch: "main",
    files,
    author: { name: "Mara Lindqvist", email: "mara.lindqvist@example.com" },
    message: "Release the shop's pipelines",
    at: now - 3 * 86_400,
  });
  await repository.setBranch("develop", released);
  await repository.commit({
    branch: "develop",
    files: filesBelow(join(top, "apps/cli/demo/ahead"), ["pipelines"]),
    author: priya,
    message: "Send large orders to key accounts sooner",
    at: now - 5_400,
  });
}
