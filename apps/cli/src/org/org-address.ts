/** Where an org answers and with which token to ask. */
export interface OrgAddress {
  /** Without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** The environment that commands mean unless `--env` says otherwise; `null` when there is no such choice. */
  readonly environment: string | null;
  /** Where this was found, for messages: `org 'staging'`, `LOCKSTEP_TOKEN`. */
  readonly source: string;
}
