export function HistoryTab(_props: object) {
  return null;
}
