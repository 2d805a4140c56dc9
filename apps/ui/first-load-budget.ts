import { gzipSync } from "node:zlib";

import type { Plugin, Rollup } from "vite";

export interface Budget {
  readonly gzipBytes: number;
  /** Ends of the paths of the modules that the first page loads when it is opened. */
  readonly firstScreen: readonly string[];
}

/** Fails the build when what the first page loads (entry, its screen, what they import, styles) is larger than this. */
export function firstLoadBudget({ gzipBytes, firstScreen }: Budget): Plugin {
  return {
    name: "first-load-budget",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const size = sum([...firstLoad(bundle, firstScreen)].map((source) => gzipSync(source).byteLength));
        if (size > gzipBytes) {
          this.error(`The first load is ${size} bytes gzipped, more than its budget of ${gzipBytes}.`);
        }
        this.info(`The first load is ${size} bytes gzipped of ${gzipBytes}.`);
      },
    },
  };
}

function firstLoad(bundle: Rollup.OutputBundle, firstScreen: readonly string[]): Set<string | Uint8Array> {
  const seen = new Set<string>();
  const sources = new Set<string | Uint8Array>();
  const visit = (name: string) => {
    const output = bundle[name];
    if (output === undefined || seen.has(name)) return;
    seen.add(name);
    sources.add(output.type === "chunk" ? output.code : output.source);
    if (output.type === "chunk") {
      for (const next of [...output.imports, ...(output.viteMetadata?.importedCss ?? [])]) visit(next);
    }
  };
  for (const output of Object.values(bundle)) {
    if (
      output.type === "chunk" &&
      (output.isEntry || firstScreen.some((end) => output.facadeModuleId?.endsWith(end) === true))
    )
      visit(output.fileName);
    if (output.fileName === "index.html") visit(output.fileName);
  }
  return sources;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
