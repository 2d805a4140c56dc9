import { useNavigate } from "@tanstack/react-router";

import { Button } from "../../design/button.tsx";
import { TextField } from "../../design/field.tsx";

/** Looks at another branch or commit. */
export function RevisionPicker({ revision }: { readonly revision: string }) {
  const navigate = useNavigate();
  return (
    <form
      key={revision}
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget).get("revision");
        const next = typeof typed === "string" ? typed.trim() : "";
        if (next !== "" && next !== revision)
          void navigate({ to: "/previews/$revision", params: { revision: next } });
      }}
    >
      <TextField
        label="Branch or commit"
        isLabelHidden
        name="revision"
        placeholder="Another branch or commit"
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        fieldClassName="w-56"
      />
      <Button type="submit">Look</Button>
    </form>
  );
}
