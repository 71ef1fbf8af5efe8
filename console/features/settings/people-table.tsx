import type { ReactNode } from "react";
import { TableBox } from "../../components/table-box.tsx";

interface PeopleTableProps {
  readonly label: string;
  readonly heads: readonly string[];
  readonly children: ReactNode;
  readonly testId: string;
}

/** A table inside a card, which scrolls sideways within it. */
export function PeopleTable({ label, heads, children, testId }: PeopleTableProps) {
  return (
    <TableBox label={label}>
      <table data-testid={testId} className="w-full">
        <thead className="bg-raised text-[11px] text-muted">
          <tr className="h-8">
            {heads.map((head) => (
              <th
                key={head}
                scope="col"
                className="whitespace-nowrap px-3 text-left font-medium first:pl-4 last:pr-4 last:text-right"
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </TableBox>
  );
}
