export function ApiTab(_props: object) {
  return null;
}
