import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useLayoutEffect, useRef, useState } from "react";

interface RowWindowOptions {
  readonly count: number;
  /** What a row measures about, until it is seen. */
  readonly rowPx: number;
  readonly keyOf: (index: number) => string;
}

export interface RowWindow<Box extends HTMLElement> {
  /** Around the rows: where on the page they begin. */
  readonly box: RefObject<Box | null>;
  /** Indices of the rows that are drawn. */
  readonly shown: readonly number[];
  /** Pixels that the rows above and below would take. */
  readonly before: number;
  readonly after: number;
  /** To be the `ref` of each row that is drawn, which says its index in `data-index`. */
  readonly measure: (element: Element | null) => void;
}

/** Rows beyond the screen that are drawn already, so that a quick wheel meets no empty page. */
const OVERSCAN = 6;

/** Of a list that scrolls with the page only what is near the screen: ten thousand rows cost as much as fifty. */
export function useRowWindow<Box extends HTMLElement>({
  count,
  rowPx,
  keyOf,
}: RowWindowOptions): RowWindow<Box> {
  const box = useRef<Box>(null);
  const [top, setTop] = useState(0);
  // Banners above come and go, so where the list begins is looked at whenever it is drawn.
  useLayoutEffect(() => {
    const found = box.current;
    if (found !== null) setTop(Math.round(found.getBoundingClientRect().top + window.scrollY));
  });
  const rows = useWindowVirtualizer({
    ...{ count, overscan: OVERSCAN, scrollMargin: top },
    estimateSize: () => rowPx,
    getItemKey: keyOf,
  });
  const items = rows.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  return {
    box,
    shown: items.map(({ index }) => index),
    before: first === undefined ? 0 : first.start - top,
    after: last === undefined ? 0 : rows.getTotalSize() - (last.end - top),
    measure: rows.measureElement,
  };
}
