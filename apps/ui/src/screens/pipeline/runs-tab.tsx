export function RunsTab(_props: object) {
  return null;
}
