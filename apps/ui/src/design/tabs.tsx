import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

export interface TabsProps<Name extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly name: Name; readonly title: ReactNode }[];
  readonly selected: Name;
  /** Writes the choice to the URL. */
  readonly onSelect: (name: Name) => void;
  /** Content of the selected tab. */
  readonly children: ReactNode;
}

/** Tabs whose choice lives in the URL; only the selected one is rendered. */
export function Tabs<Name extends string>({ label, tabs, selected, onSelect, children }: TabsProps<Name>) {
  return (
    <Radix.Root value={selected} onValueChange={(name) => onSelect(name as Name)} activationMode="manual">
      <Radix.List aria-label={label} className="mb-4 flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map(({ name, title }) => (
          <Radix.Trigger
            key={name}
            value={name}
            className="-mb-px border-b-2 border-transparent px-3 py-2 text-sm whitespace-nowrap text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text"
          >
            {title}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(({ name }) => (
        <Radix.Content key={name} value={name} tabIndex={-1}>
          {name === selected ? children : null}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
