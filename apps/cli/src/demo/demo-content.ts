import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

import { type DemoChange, demoCommits } from "./demo-commits.ts";
import type { Content } from "./write-commit.ts";

/** Top of the repository that holds this file: what stands there is what the demo's main branch ends with. */
const top = fileURLToPath(new URL("../../../../", import.meta.url));

/** What the demo's develop branch has ahead of main. */
const ahead = fileURLToPath(new URL("../../demo/ahead/", import.meta.url));

/** The files of each commit of the demo, in the order of {@link demoCommits}; the last one holds what is ahead. */
export async function readDemoContents(): Promise<readonly Content[]> {
  const released = await readFolders(top, ["environments", "pipelines"]);
  released.set("lockstep.json", await readFile(join(top, "lockstep.json")));
  const contents = demoCommits
    .slice(1, -1)
    .toReversed()
    .reduce<Content[]>(
      ([later = released, ...rest], { changes }) => {
        return [withoutChanges(later, changes), later, ...rest];
      },
      [released],
    );
  return [...contents, new Map([...released, ...(await readFolders(ahead, ["pipelines"]))])];
}

async function readFolders(directory: string, folders: readonly string[]): Promise<Map<string, Uint8Array>> {
  const content = new Map<string, Uint8Array>();
  for (const folder of folders) {
    const entries = await readdir(join(directory, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((found) => found.isFile())) {
      const file = join(entry.parentPath, entry.name);
      content.set(relative(directory, file).split(sep).join("/"), await readFile(file));
    }
  }
  return content;
}

/** What was there before the changes. A change that does not fit its file any more is a fault of the demo. */
function withoutChanges(content: Content, changes: readonly DemoChange[]): Content {
  const earlier = new Map(content);
  for (const { file, before, after } of changes) {
    const text = Buffer.from(earlier.get(file) ?? []).toString();
    if (!text.includes(after)) throw new Error(`The demo's ${file} no longer holds ${JSON.stringify(after)}`);
    if (before === null) earlier.delete(file);
    else earlier.set(file, Buffer.from(text.replace(after, () => before)));
  }
  return earlier;
}
