import { Dialog } from "../design/dialog.tsx";

/** Finds pipelines, environments, deploys, runs and commits from anywhere. */
export function Palette({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return <Dialog isOpen={isOpen} onClose={onClose} title="Find" />;
}
