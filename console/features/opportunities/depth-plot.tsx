import type { ReactNode } from "react";
import { depthShape } from "../../lib/chart/depth-shape.ts";
import { sumDecimals } from "../../lib/decimal-text.ts";
import { sideNames } from "../../lib/depth-text.ts";
import { formatSize, formatSizeBrief } from "../../lib/format.ts";
import type { OpportunityDetail } from "../../lib/wire.ts";

export interface DepthProps {
  readonly detail: OpportunityDetail;
  readonly depth: NonNullable<OpportunityDetail["depth"]>;
}

/** Price against cumulative size: the book in solid steps, the pool as a dashed curve. The table says the same in text. */
export function DepthPlot({ detail, depth }: DepthProps) {
  const names = sideNames(detail.direction);
  const coin = detail.asset.split("-")[0];
  const { book, pool, between, ticks } = depthShape(depth, detail.size);
  return (
    <div aria-hidden className="px-3 pt-2.5 pb-2" data-testid="depth-plot">
      <div className="mb-1.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-[12px] text-soft">
        <Key name={names.book}>
          <polyline points="0,9 7,9 7,6 14,6 14,2 22,2" className="fill-none stroke-2 stroke-lime" />
        </Key>
        <Key name={names.pool}>
          <polyline points="0,2 22,9" strokeDasharray="5 3" className="fill-none stroke-2 stroke-soft" />
        </Key>
      </div>
      <div className="num ml-[4.5rem] flex justify-center pb-0.5 text-[11px]">
        <span className="rounded-[4px] bg-overlay px-1.5 text-fg">
          chosen {formatSizeBrief(detail.size)} {coin}
        </span>
      </div>
      <div className="relative h-44">
        {ticks.map(({ y, text }) => (
          <div key={text} className="absolute inset-x-0" style={{ top: `${y}%` }}>
            <span className="num absolute top-[-8px] left-0 text-[11px] text-muted">{text}</span>
            <span className="absolute right-0 left-[4.5rem] border-line border-t" />
          </div>
        ))}
        <div className="absolute inset-y-0 right-0 left-[4.5rem]">
          <svg
            viewBox="0 0 100 100"
            preserveAspectRatio="none"
            className="absolute inset-0 size-full overflow-visible [&>*]:[vector-effect:non-scaling-stroke]"
          >
            <title>Depth</title>
            <polygon points={between} className="fill-lime/10" />
            <line x1="50" x2="50" y1="0" y2="100" strokeDasharray="2 3" className="stroke-fg/70" />
            <polyline points={pool} strokeDasharray="6 4" className="fill-none stroke-2 stroke-soft" />
            <polyline points={book} className="fill-none stroke-2 stroke-lime" strokeLinejoin="round" />
          </svg>
        </div>
      </div>
      <div className="num mt-1 ml-[4.5rem] flex justify-between text-[11px] text-muted">
        <span>0</span>
        <span>
          {formatSize(sumDecimals([detail.size, detail.size]))} {coin}
        </span>
      </div>
    </div>
  );
}

function Key({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <svg viewBox="0 0 22 11" className="h-[11px] w-[22px]">
        <title>{name}</title>
        {children}
      </svg>
      {name}
    </span>
  );
}
