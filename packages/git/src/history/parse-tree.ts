import type { ObjectId } from "@lockstep/model";

/** One line of a tree. `name` holds one character per byte, so that no name is lost in decoding. */
export interface TreeEntry {
  readonly name: string;
  readonly id: ObjectId;
  readonly kind: "directory" | "file" | "symlink" | "submodule";
}

const kinds: Readonly<Record<string, TreeEntry["kind"]>> = {
  "40000": "directory",
  "120000": "symlink",
  "160000": "submodule",
};

const idBytes = 20;

/** Reads git's binary form of a tree: `mode name\0` and the id, again and again. */
export function parseTree(content: Uint8Array): readonly TreeEntry[] {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const entries: TreeEntry[] = [];
  for (let position = 0; position < bytes.length;) {
    const space = bytes.indexOf(0x20, position);
    const end = bytes.indexOf(0, space);
    if (space < 0 || end < 0 || end + idBytes >= bytes.length + 1) throw new Error("a tree is cut off");
    const mode = bytes.toString("latin1", position, space);
    entries.push({
      name: bytes.toString("latin1", space + 1, end),
      id: bytes.toString("hex", end + 1, end + 1 + idBytes),
      kind: kinds[mode.replace(/^0+/, "")] ?? "file",
    });
    position = end + 1 + idBytes;
  }
  return entries;
}
