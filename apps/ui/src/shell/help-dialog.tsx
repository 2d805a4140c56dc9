import { Dialog } from "../design/dialog.tsx";
import { Fact, Facts } from "../design/table.tsx";
import { navItems } from "./nav-items.ts";

/** Lists the keys. */
export function HelpDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Keys">
      <Facts>
        <Fact name="Ctrl K">Find a pipeline, environment, deploy, run or commit</Fact>
        <Fact name="/">Filter this page</Fact>
        <Fact name="j, k">Next and previous row</Fact>
        <Fact name="Enter">Open the row</Fact>
        <Fact name="?">This list</Fact>
        <Fact name="Esc">Close what is open</Fact>
        {navItems.map(({ key, title }) => (
          <Fact key={key} name={`g ${key}`}>
            {title}
          </Fact>
        ))}
      </Facts>
    </Dialog>
  );
}
