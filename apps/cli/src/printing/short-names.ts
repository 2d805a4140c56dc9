/** A revision as people write it: 10 hexadecimal digits; `–` for none. */
export function shortRevision(revision: string | null): string {
  return revision?.slice(0, 10) ?? "–";
}

/** A checksum short enough for a line and long enough to compare: 12 hexadecimal digits. */
export function shortChecksum(checksum: string): string {
  return checksum.slice(0, "sha256:".length + 12);
}
