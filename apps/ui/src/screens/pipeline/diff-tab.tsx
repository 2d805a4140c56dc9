export function DiffTab(_props: object) {
  return null;
}
