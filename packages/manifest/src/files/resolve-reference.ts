/** Path inside the repository that a `$file` reference means; `null` when it leaves the manifest's folder. */
export function resolveReference(manifest: string, reference: string): string | null {
  if (reference.startsWith("/") || /[\\\0:]/.test(reference)) return null;
  const below: string[] = [];
  for (const part of reference.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && below.pop() === undefined) return null;
    if (part !== "..") below.push(part);
  }
  if (below.length === 0) return null;
  const slash = manifest.lastIndexOf("/");
  return [...(slash === -1 ? [] : [manifest.slice(0, slash)]), ...below].join("/");
}
