/** Environment variables as a process has them. */
export interface Variables {
  readonly [name: string]: string | undefined;
}
