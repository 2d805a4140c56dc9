interface ReadsAddress {
  readonly options: { validateSearch?: unknown };
}

type Reader = (given: Record<string, unknown>) => object;

/**
 * Makes what a route reads from an address all that its screen gets. The router adds what the reader returns to what the
 * address says, so that values which the reader refused would stay; here they are taken out.
 */
export function leaveOutUnread({
  routesById,
}: {
  readonly routesById: Readonly<Record<string, ReadsAddress>>;
}): void {
  for (const { options } of Object.values(routesById)) {
    const read = options.validateSearch;
    if (typeof read !== "function") continue;
    options.validateSearch = (given: Record<string, unknown>) => ({
      ...Object.fromEntries(Object.keys(given).map((name) => [name, undefined])),
      ...(read as Reader)(given),
    });
  }
}
