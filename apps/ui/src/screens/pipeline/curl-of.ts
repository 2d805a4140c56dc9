export interface CurlRequest {
  readonly origin: string;
  readonly env: string;
  readonly slug: string;
  readonly input: unknown;
  /** How long to wait, such as `30s`; `null` does not wait. */
  readonly wait: string | null;
  /** A key of its own for each run that is meant. */
  readonly key: string;
}

/** A command that starts a run, safe to paste: whatever the input holds, a shell reads it as one text. */
export function curlOf({ origin, env, slug, input, wait, key }: CurlRequest): string {
  const path = `/api/v1/environments/${encodeURIComponent(env)}/pipelines/${encodeURIComponent(slug)}/run`;
  const query = wait === null ? "" : `?wait=${wait}`;
  return [
    `curl -X POST ${quote(`${origin}${path}${query}`)}`,
    `  -H "authorization: Bearer $LOCKSTEP_TOKEN"`,
    `  -H "content-type: application/json"`,
    `  -H "idempotency-key: ${key}"`,
    `  -d ${quote(JSON.stringify({ input }))}`,
  ].join(" \\\n");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
