/** Names that carry credentials by custom, wherever the word stands in them. */
const credential =
  /authorization|cookie|token|secret|signature|passw|(api|access|auth|shared|functions)-?key|credential|session|jwt|(^|-)auth(-|$)|^x-lockstep-/;

/** What a pipeline may see of a request's headers: lower-case names, nothing that proves who sent it. */
export function readableHeaders(
  headers: Readonly<Record<string, string>>,
  proofHeader: string | null,
): Record<string, string> {
  const hidden = proofHeader?.toLowerCase();
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => name !== hidden && !credential.test(name)),
  );
}
