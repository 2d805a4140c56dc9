import type { RunFiles } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { loadRunFile } from "../queries/load-run-file.ts";
import { saveRunFile } from "../queries/save-run-file.ts";

export function createRunFiles(database: Database): RunFiles {
  return {
    read: (run, path) => database.read(loadRunFile(run, path)),
    write: (file) => database.transact(() => saveRunFile(file)),
  };
}
