import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * Compiles a package, given its directory, as far as it changed. For tests of worker threads: Node.js 20 starts only
 * JavaScript, so they start what was built.
 */
export function buildPackage(directory: string): void {
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  execFileSync(process.execPath, [tsc, "-b", directory], { stdio: "pipe" });
}
