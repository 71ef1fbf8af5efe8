import { useNavigate } from "@tanstack/react-router";
import { useTable } from "@tanstack/react-table";
import { memo, type ReactNode } from "react";
import { cn } from "../../components/cn.ts";
import { RowSpacer } from "../../components/row-spacer.tsx";
import { useRowWindow } from "../../components/use-row-window.ts";
import { ROW_PX, useDensity } from "../../lib/preferences.ts";
import type { Opportunity } from "../../lib/wire.ts";
import { columns, features, LEFT_ALIGNED } from "./columns.tsx";

/** Dense rows; a row is drawn again only when its opportunity changed. */
export function OpportunityTable({ rows }: { rows: readonly Opportunity[] }) {
  const table = useTable({ features, columns, data: rows as Opportunity[], getRowId: (row) => row.id });
  const [density] = useDensity();
  const { box, shown, before, after, measure } = useRowWindow<HTMLTableSectionElement>({
    ...{ count: rows.length, rowPx: ROW_PX[density] },
    keyOf: (index) => rows[index]?.id ?? String(index),
  });
  const models = table.getRowModel().rows;
  return (
    <div className="border-line border-t">
      <table data-testid="opportunities-table" aria-rowcount={rows.length + 1} className="w-full">
        <thead className="below-bars sticky z-10 bg-raised text-[11px] text-muted">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} className="h-8">
              {group.headers.map((header) => (
                <th
                  key={header.id}
                  scope="col"
                  className={cn(
                    "whitespace-nowrap px-2 font-medium first:pl-4 last:pr-4 max-lg:px-1.5",
                    align(header.column.id),
                    hide(header.column.id),
                  )}
                >
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody ref={box}>
          <RowSpacer px={before} />
          {shown
            .flatMap((index) => models[index] ?? [])
            .map((row) => (
              <Row key={row.id} row={row.original} index={row.index} measure={measure}>
                {row.getAllCells().map((cell) => (
                  <td
                    key={cell.id}
                    className={cn(
                      "px-2 first:pl-4 last:pr-4 max-lg:px-1.5",
                      align(cell.column.id),
                      hide(cell.column.id),
                    )}
                  >
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </Row>
            ))}
          <RowSpacer px={after} />
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly row: Opportunity;
  readonly index: number;
  readonly measure: (element: Element | null) => void;
  readonly children: ReactNode;
}

/** Anywhere in a row opens it; its time is the link for those who use the keyboard. */
const Row = memo(
  function Row({ row, index, measure, children }: RowProps) {
    const navigate = useNavigate();
    const open = () =>
      void navigate({
        to: "/opportunities/$id",
        params: { id: row.id },
        search: (search) => search,
        resetScroll: false,
      });
    return (
      <tr
        ref={measure}
        data-index={index}
        aria-rowindex={index + 2}
        data-testid="opportunity-row"
        data-id={row.id}
        onClick={open}
        className="h-9 cursor-pointer border-line border-t hover:bg-raised/60"
      >
        {children}
      </tr>
    );
  },
  (before, after) => before.row === after.row && before.index === after.index,
);

/** What goes first where the window is narrow; the detail has all of it. */
const HIDDEN: Record<string, string> = {
  latency: "max-xl:hidden",
  size: "max-xl:hidden",
  "size-usd": "max-xl:hidden",
  updates: "max-xl:hidden",
  lasted: "max-lg:hidden",
};

function align(columnId: string): string {
  return LEFT_ALIGNED.has(columnId) ? "text-left" : "text-right";
}

function hide(columnId: string): string {
  return HIDDEN[columnId] ?? "";
}
