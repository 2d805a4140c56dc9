import type { CommitRequest, TestRepository } from "@lockstep/testkit";

import { greeter } from "./example-manifests.ts";
import { commitTree, writeObject, writeTree, writeZeroes } from "./hostile-trees.ts";

/** A commit that means harm, and how the environment that meets it must answer. */
export interface Attack {
  readonly name: string;
  /** Commits on the branch, on top of a good commit. */
  commit(repository: TestRepository, place: Place): Promise<string>;
  readonly code: string;
  /** Part of the problem's file or message. */
  readonly names: string;
}

interface Place {
  readonly branch: string;
  readonly good: string;
}

type Files = NonNullable<CommitRequest["files"]>;

const trap = "pipelines/trap.pipeline.json";

/** Attacks made of files that git itself would accept. */
function ofFiles(name: string, code: string, names: string, files: () => Files): Attack {
  return {
    name,
    code,
    names,
    commit: (repository, { branch, good }) =>
      repository.commit({ branch, parents: [good], files: files(), message: name }),
  };
}

/** A manifest named `trap` whose text takes part of its content from elsewhere. */
function trapWith(more: object): string {
  return Object.values(greeter("trap", { version: "1.0.0", more: more as Record<string, unknown> }))[0] ?? "";
}

function pullingIn(...references: readonly string[]): string {
  const values = Object.fromEntries(references.map(($file, index) => [`v${index}`, { $file }]));
  return trapWith({ steps: [{ id: "greet", type: "set", with: { values: { text: "Hi", ...values } } }] });
}

/** One entry that no checkout would survive, below `pipelines`. */
function ofEntry(name: string, shown: string, isFolder: boolean): Attack {
  return {
    name: `a tree entry named ${name}`,
    code: "FILE_KIND",
    names: shown,
    commit: async (repository, { branch, good }) => {
      const blob = await writeObject(repository, "blob", "{}");
      const inner = await writeTree(repository, [{ mode: "100644", name: "x.pipeline.json", id: blob }]);
      const entry = isFolder
        ? ({ mode: "40000", id: inner } as const)
        : ({ mode: "100644", id: blob } as const);
      const id = await writeTree(repository, [{ ...entry, name }]);
      const tree = await writeTree(repository, [{ mode: "40000", name: "pipelines", id }]);
      return commitTree(repository, { branch, tree, parents: [good] });
    },
  };
}

function nested(depth: number): string {
  return `${"[".repeat(depth)}${"]".repeat(depth)}`;
}

const steps = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `s${index}`, type: "set", with: { values: {} } }));

export const attacks: readonly Attack[] = [
  ofFiles("a $file above its folder", "FILE_ESCAPES", trap, () => ({
    [trap]: pullingIn("../../etc/passwd.txt"),
  })),
  ofFiles("an absolute $file", "FILE_ESCAPES", trap, () => ({ [trap]: pullingIn("/etc/passwd.txt") })),
  ofFiles("a symbolic link as manifest", "FILE_KIND", trap, () => ({
    [trap]: { mode: "120000", content: "/etc/passwd" },
  })),
  ofFiles("a symbolic link as $file", "FILE_KIND", trap, () => ({
    [trap]: pullingIn("files/link.txt"),
    "pipelines/files/link.txt": { mode: "120000", content: "/etc/passwd" },
  })),
  ofFiles("a submodule as manifest", "FILE_KIND", trap, () => ({
    [trap]: { mode: "160000", content: "1".repeat(40) },
  })),
  ofFiles("a pointer of Git LFS as manifest", "FILE_KIND", trap, () => ({
    [trap]: `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 12345\n`,
  })),
  ofEntry("..", "pipelines/..", true),
  ofEntry(".git", "pipelines/.git", true),
  ofEntry("../../etc/x.pipeline.json", "etc/x.pipeline.json", false),
  ofEntry("/x.pipeline.json", "pipelines//x.pipeline.json", false),
  ofFiles("brackets nested 100 000 deep", "JSON_LIMIT", trap, () => ({ [trap]: nested(100_000) })),
  ofFiles("folders nested 80 deep", "JSON_LIMIT", "64 folders", () => ({
    [`pipelines/${"d/".repeat(80)}trap.pipeline.json`]: "{}",
  })),
  ofFiles("the same key twice", "JSON_DUPLICATE_KEY", trap, () => ({
    [trap]: '{"slug":"trap","slug":"trap2"}',
  })),
  ofFiles("keys and ids out of Object.prototype", "SCHEMA", "pipelines/__proto__.pipeline.json", () => ({
    "pipelines/__proto__.pipeline.json":
      '{"apiVersion":"lockstep/v1","kind":"Pipeline","slug":"__proto__","version":"1.0.0","__proto__":{"x":1},"constructor":{},"steps":[{"id":"__proto__","type":"set","with":{"values":{}}}]}',
  })),
  ofFiles("bytes that are not UTF-8", "JSON_ENCODING", trap, () => ({
    [trap]: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
  })),
  ofFiles("a byte order mark", "JSON_ENCODING", trap, () => ({ [trap]: `\uFEFF${trapWith({})}` })),
  ofFiles("4 MiB pulled in by small files", "JSON_LIMIT", trap, () => ({
    [trap]: pullingIn(...Array.from({ length: 10 }, (_, index) => `files/./${".//".repeat(index)}large.txt`)),
    "pipelines/files/large.txt": "x".repeat(500_000),
  })),
  ofFiles("one file of 5 MiB pulled in", "JSON_LIMIT", trap, () => ({
    [trap]: pullingIn("files/huge.txt"),
    "pipelines/files/huge.txt": "x".repeat(5 * 1_048_576),
  })),
  ofFiles("501 steps", "JSON_LIMIT", trap, () => ({ [trap]: trapWith({ steps: steps(501) }) })),
  ofMany(100_001, "JSON_LIMIT", "100000 files"),
  ofMany(50_000, "SCHEMA", "pipelines/p000000.pipeline.json"),
  {
    name: "a manifest of 1 GB",
    code: "JSON_LIMIT",
    names: "pipelines/bomb.pipeline.json",
    commit: async (repository, { branch, good }) => {
      const id = await writeZeroes(repository, 1_073_741_824);
      const bomb = await writeTree(repository, [{ mode: "100644", name: "bomb.pipeline.json", id }]);
      const tree = await writeTree(repository, [{ mode: "40000", name: "pipelines", id: bomb }]);
      return commitTree(repository, { branch, tree, parents: [good] });
    },
  },
];

/** So many manifests of two bytes; git's own tools would take half a minute to write such a folder. */
function ofMany(count: number, code: string, names: string): Attack {
  return {
    name: `${count} broken manifests`,
    code,
    names,
    commit: async (repository, { branch, good }) => {
      const blob = await writeObject(repository, "blob", "{}");
      const entries = Array.from({ length: count }, (_, index) => ({
        mode: "100644" as const,
        name: `p${String(index).padStart(6, "0")}.pipeline.json`,
        id: blob,
      }));
      const id = await writeTree(repository, entries);
      const tree = await writeTree(repository, [{ mode: "40000", name: "pipelines", id }]);
      return commitTree(repository, { branch, tree, parents: [good] });
    },
  };
}
