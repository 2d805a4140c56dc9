import { fileExtensions } from "@lockstep/manifest";
import type { FileSelection } from "@lockstep/model";
import picomatch from "picomatch";

const environmentFile = /^(environments\/[^/]+|lockstep)\.json$/;

/** Files of the control branch that say how environments are. */
export const controlSelection: FileSelection = {
  mayContain: (directory) => directory === "environments",
  includes: (path) => environmentFile.test(path),
};

const includedText = new RegExp(`\\.(${fileExtensions.join("|")})$`);

/** Pipeline manifests that the globs match, and the texts below the same folders that they may pull in. */
export function pipelineSelection(
  include: readonly string[],
): FileSelection & { isManifest(path: string): boolean } {
  const isManifest = picomatch([...include]);
  const roots = include.map((glob) => picomatch.scan(glob).base.replace(/^\.$/, ""));
  const isBelowRoot = (path: string) => roots.some((root) => root === "" || path.startsWith(`${root}/`));
  const isAboveRoot = (directory: string) => roots.some((root) => `${root}/`.startsWith(`${directory}/`));
  return {
    isManifest,
    mayContain: (directory) => isAboveRoot(directory) || isBelowRoot(`${directory}/`),
    includes: (path) => isManifest(path) || (isBelowRoot(path) && includedText.test(path)),
  };
}
