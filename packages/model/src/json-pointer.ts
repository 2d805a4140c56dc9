/** A JSON pointer (RFC 6901) one level deeper. */
export function joinPointer(path: string, key: string): string {
  return `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
