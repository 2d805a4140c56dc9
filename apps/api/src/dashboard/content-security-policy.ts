/**
 * What the dashboard's page may do: load its own files, speak with its own server, and style itself by files and by
 * elements that carry the nonce. No script that stands in a page runs, whatever gets into it. Files get it too, without
 * a nonce: a worker goes by the policy that came with its script.
 */
export function contentSecurityPolicy(styleNonce: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${styleNonce === null ? "" : ` 'nonce-${styleNonce}'`}`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
