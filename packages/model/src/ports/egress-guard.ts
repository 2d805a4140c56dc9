/** An address that a name resolved to, as `dns.lookup` gives it. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** `egress` of an environment, for whoever opens connections. Its failures say which host and what to allow. */
export interface EgressGuard {
  /** Before a name is looked up. Throws where no address could make it permitted. */
  checkHost(host: string): void;
  /** The addresses that may be connected to. Throws where none is left. */
  permitted(host: string, addresses: readonly ResolvedAddress[]): readonly ResolvedAddress[];
}
