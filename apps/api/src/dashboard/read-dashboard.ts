import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

import { type DashboardFile, dashboardFile } from "./dashboard-file.ts";

/** The built dashboard, read whole: no request touches a disk or a path. */
export interface Dashboard {
  /** The page that starts it, with {@link noncePlaceholder} in it. */
  readonly page: string;
  /** By the path they are asked for under. */
  readonly files: ReadonlyMap<string, DashboardFile>;
}

/** Stands in the page where the nonce of its styles belongs. */
export const noncePlaceholder = "__STYLE_NONCE__";

const pageName = "index.html";

/** Reads what `apps/ui` was built to; `null` when it was not. */
export async function readDashboard(directory: string): Promise<Dashboard | null> {
  const page = await readFile(join(directory, pageName), "utf8").catch(() => null);
  if (page === null) return null;
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry): Promise<[string, DashboardFile]> => {
        const file = join(entry.parentPath, entry.name);
        const path = `/${relative(directory, file).split(sep).join("/")}`;
        const bytes = new Uint8Array(await readFile(file));
        return [path, dashboardFile(path, bytes, path.startsWith("/assets/"))];
      }),
  );
  return { page, files: new Map(files.filter(([path]) => path !== `/${pageName}`)) };
}
