import { statfs } from "node:fs/promises";

/** Free space that is kept so that running work can still be written down: 64 MiB. */
const reserveBytes = 64 * 1_048_576;

/** Free and reserved bytes of the file system that holds a directory. */
export async function measureDisk(directory: string): Promise<{ freeBytes: number; reserveBytes: number }> {
  const { bavail, bsize } = await statfs(directory);
  return { freeBytes: bavail * bsize, reserveBytes };
}
