import { type RunFiles, runFileLimits } from "@lockstep/model";

/** Files that last as long as the process: for running a pipeline from a file, and for tests. */
export function createMemoryRunFiles(): RunFiles {
  const files = new Map<string, Map<string, string>>();
  return {
    read: async (run, path) => files.get(run)?.get(path) ?? null,
    async write({ run, path, content }) {
      const own = new Map(files.get(run)).set(path, content);
      const bytes = [...own.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
      if (own.size > runFileLimits.files || bytes > runFileLimits.runBytes) return "full";
      files.set(run, own);
      return "written";
    },
  };
}
