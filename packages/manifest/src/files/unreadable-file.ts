import { problem, type Problem } from "@lockstep/model";

import { limits } from "../text/limits.ts";
import type { SourceFile } from "./source-file.ts";

const largeFilePointer = "version https://git-lfs.github.com/spec/";

/** Why a manifest cannot even be parsed because of what kind of file it is; `null` when it can. */
export function unreadableFile(path: string, file: SourceFile): Problem | null {
  switch (file.kind) {
    case "symlink":
      return refused(path, "This is a symbolic link.");
    case "submodule":
      return refused(path, "This is a submodule.");
    case "too-large":
      return problem(
        "JSON_LIMIT",
        `The file has ${file.bytes} bytes; ${limits.manifestBytes} (1 MiB) are allowed.`,
        { file: path, fix: "Move long texts to files and pull them in with $file." },
      );
    case "file":
      return isLargeFilePointer(file.bytes)
        ? refused(path, "This is a pointer of Git LFS, not the file.")
        : null;
  }
}

/** Source: the specification of Git LFS, section «The Pointer». */
export function isLargeFilePointer(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x76) return false;
  return new TextDecoder().decode(bytes.subarray(0, largeFilePointer.length)) === largeFilePointer;
}

function refused(path: string, message: string): Problem {
  return problem("FILE_KIND", message, { file: path, fix: "Commit the file itself." });
}
