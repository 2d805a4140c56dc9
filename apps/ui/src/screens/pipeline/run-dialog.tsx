export function RunDialog(_props: object) {
  return null;
}
