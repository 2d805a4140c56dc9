import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { Failure } from "@lockstep/model";

import type { Dialect } from "../database/dialect.ts";

/** One step of the schema. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  /** Number of the last migration that a binary must know to write to a database migrated this far. */
  readonly minWriter: number;
  readonly text: string;
}

/** Beside `src` and beside `dist` alike. */
const folder = new URL("../../migrations/", import.meta.url);

/** The migrations of a dialect in order. */
export async function readMigrations(dialect: Dialect["name"]): Promise<readonly Migration[]> {
  const directory = fileURLToPath(new URL(`${dialect}/`, folder));
  const files = (await readdir(directory)).filter((file) => file.endsWith(".sql")).sort();
  return Promise.all(
    files.map(async (file) => migrationOf(file, await readFile(`${directory}/${file}`, "utf8"))),
  );
}

function migrationOf(file: string, text: string): Migration {
  const number = /^(\d{4})_([a-z_]+)\.sql$/.exec(file);
  const minWriter = /^-- min_writer: (\d+)\n/.exec(text);
  if (number?.[1] === undefined || number[2] === undefined || minWriter?.[1] === undefined) {
    throw new Failure("internal", `The migration ${file} has no number in its name or no min_writer line.`);
  }
  return { number: Number(number[1]), name: number[2], minWriter: Number(minWriter[1]), text };
}
