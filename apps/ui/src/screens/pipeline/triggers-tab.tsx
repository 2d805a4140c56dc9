export function TriggersTab(_props: object) {
  return null;
}
