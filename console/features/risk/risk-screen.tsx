import type { ReactElement } from "react";
import { StaleMark } from "../../components/stale-mark.tsx";
import { UnreadCard } from "../../components/unread-card.tsx";
import { POLL_MS } from "../../lib/polling.ts";
import { useRisk } from "../../lib/risk-queries.ts";
import { AuditTrail } from "./audit-trail.tsx";
import { ExposureCard } from "./exposure-card.tsx";
import { KillSwitches } from "./kill-switches.tsx";
import { LimitsForm } from "./limits-form.tsx";
import { StateCard } from "./state-card.tsx";

/** Whether trading runs, what keeps it from running, and every limit that it runs within. */
export function RiskScreen(): ReactElement {
  const { data: risk, error, isError, dataUpdatedAt } = useRisk();
  const mark = <StaleMark readAtMs={dataUpdatedAt} failed={isError} freshMs={2 * POLL_MS} />;
  return (
    <div data-testid="risk-screen" className="grid grid-cols-12 gap-3 md:gap-4">
      <title>Risk & Limits · Tandem</title>
      <h1 className="sr-only">Risk & Limits</h1>
      {risk === undefined ? (
        <div className="col-span-12">
          <UnreadCard title="State" what="The state of risk" error={error} rows={6} testId="risk-unknown" />
        </div>
      ) : (
        <>
          <div className="col-span-12 flex flex-col wide:col-span-8">
            <StateCard risk={risk} mark={mark} />
          </div>
          <div className="col-span-12 flex flex-col wide:col-span-4">
            <ExposureCard risk={risk} mark={mark} />
          </div>
          <div className="col-span-12">
            <KillSwitches risk={risk} mark={mark} />
          </div>
          <div className="col-span-12 flex flex-col wide:col-span-7">
            <LimitsForm risk={risk} />
          </div>
        </>
      )}
      <div className="col-span-12 flex flex-col wide:col-span-5">
        <AuditTrail />
      </div>
    </div>
  );
}
