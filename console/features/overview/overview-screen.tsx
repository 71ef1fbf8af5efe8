import { type ReactElement, useState } from "react";
import { usePrices } from "../../lib/live-context.tsx";
import { ConnectionHealth } from "./connection-health.tsx";
import { KeyFigures } from "./key-figures.tsx";
import { LatestOpportunities } from "./latest-opportunities.tsx";
import { PricesCard } from "./prices-card.tsx";
import { RecentTrades } from "./recent-trades.tsx";
import { RefusalFunnel } from "./refusal-funnel.tsx";
import { ResultCard } from "./result-card.tsx";
import { SpreadCard } from "./spread-card.tsx";

/** What the market does, what was made of it, and whether the venues can be believed. */
export function OverviewScreen(): ReactElement {
  const prices = usePrices();
  const [chosen, setChosen] = useState<string | null>(null);
  const asset = prices.find((price) => price.asset === chosen)?.asset ?? prices[0]?.asset ?? null;
  return (
    <div data-testid="overview-screen" className="grid grid-cols-12 gap-3 md:gap-4">
      <title>Overview · Tandem</title>
      <h1 className="sr-only">Overview</h1>
      <div className="col-span-12">
        <KeyFigures />
      </div>
      <div className="col-span-12 flex flex-col wide:col-span-7">
        <ResultCard />
      </div>
      <div className="col-span-12 flex flex-col wide:col-span-5">
        <RecentTrades />
      </div>
      <div className="col-span-12">
        <PricesCard chosen={asset} onChoose={setChosen} />
      </div>
      <div className="col-span-12 flex flex-col wide:col-span-8">
        <SpreadCard asset={asset} onChoose={setChosen} />
      </div>
      <div className="col-span-12 flex flex-col wide:col-span-4">
        <RefusalFunnel />
      </div>
      <div className="col-span-12 flex flex-col wide:col-span-8">
        <LatestOpportunities />
      </div>
      <div className="col-span-12 flex flex-col wide:col-span-4">
        <ConnectionHealth />
      </div>
    </div>
  );
}
