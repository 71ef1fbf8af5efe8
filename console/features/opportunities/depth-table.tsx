import { ChevronRight } from "lucide-react";
import { cn } from "../../components/cn.ts";
import { compareDecimals } from "../../lib/decimal-text.ts";
import { priceAt, sideNames } from "../../lib/depth-text.ts";
import { formatMid, formatPrice, formatSizeBrief } from "../../lib/format.ts";
import type { DepthPoint } from "../../lib/wire.ts";
import type { DepthProps } from "./depth-plot.tsx";

/** The same depth in figures, folded until it is asked for. */
export function DepthTable({ detail, depth }: DepthProps) {
  const names = sideNames(detail.direction);
  const coin = detail.asset.split("-")[0] ?? "";
  return (
    <details data-testid="depth-figures" className="group border-line border-t">
      <summary className="flex h-9 cursor-pointer items-center gap-1 px-3 text-[12px] text-soft hover:text-fg">
        <ChevronRight aria-hidden className="size-3.5 text-muted group-open:rotate-90" />
        The same in figures
      </summary>
      <div className="grid border-line border-t sm:grid-cols-2 sm:divide-x sm:divide-line">
        <div className="max-sm:border-line max-sm:border-b">
          <Side name={names.book} coin={coin} points={depth.book} size={detail.size} show={formatPrice} />
        </div>
        <div>
          <Side name={names.pool} coin={coin} points={depth.pool} size={detail.size} show={formatMid} />
        </div>
      </div>
    </details>
  );
}

interface SideProps {
  readonly name: string;
  readonly coin: string;
  readonly points: readonly DepthPoint[];
  readonly size: string;
  readonly show: (price: string) => string;
}

/** A side's steps from the best price; the one that completes the chosen size is marked in words as well. */
function Side({ name, coin, points, size, show }: SideProps) {
  const chosen = points.find((point) => compareDecimals(point.size, size) >= 0);
  return (
    <table className="w-full text-[12px]">
      <caption className="sr-only">
        {name}: up to {size} {coin} at {priceAt(points, size) ?? "no price"}
      </caption>
      <thead className="text-[11px] text-muted">
        <tr className="h-7 [&>th]:px-3 [&>th]:font-medium">
          <th scope="col" className="text-left">
            {name}
          </th>
          <th scope="col" className="text-right">
            up to, {coin}
          </th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr
            key={point.size}
            className={cn("h-6 [&>td]:px-3", point === chosen ? "bg-overlay text-fg" : "text-soft")}
          >
            <td className="num" title={point.price}>
              {show(point.price)}
              {point === chosen && <span className="ml-2 font-sans text-[11px] text-muted">chosen</span>}
            </td>
            <td className="num text-right" title={point.size}>
              {formatSizeBrief(point.size)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
