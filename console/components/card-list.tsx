import type { ReactNode } from "react";
import { useRowWindow } from "./use-row-window.ts";

interface CardListProps<Row> {
  readonly rows: readonly Row[];
  readonly card: (row: Row) => ReactNode;
}

/** About what a card measures until it is seen. */
const CARD_PX = 98;

/** A list of cards for a narrow screen, each an item with its place in the whole. */
export function CardList<Row extends { readonly id: string }>({ rows, card }: CardListProps<Row>) {
  const { box, shown, before, after, measure } = useRowWindow<HTMLUListElement>({
    ...{ count: rows.length, rowPx: CARD_PX },
    keyOf: (index) => rows[index]?.id ?? String(index),
  });
  return (
    <ul ref={box} className="border-line border-t" style={{ paddingTop: before, paddingBottom: after }}>
      {shown.map((index) => {
        const row = rows[index];
        return (
          row !== undefined && (
            <li
              key={row.id}
              ref={measure}
              data-index={index}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              className="border-line border-b last:border-0"
            >
              {card(row)}
            </li>
          )
        );
      })}
    </ul>
  );
}
