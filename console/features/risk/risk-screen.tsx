import { CircleAlert } from "lucide-react";
import type { ReactElement } from "react";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { useRisk } from "../../lib/risk-queries.ts";
import { AuditTrail } from "./audit-trail.tsx";
import { ExposureCard } from "./exposure-card.tsx";
import { KillSwitches } from "./kill-switches.tsx";
import { LimitsForm } from "./limits-form.tsx";
import { StateCard } from "./state-card.tsx";

/** Whether trading runs, what keeps it from running, and every limit that it runs within. */
export function RiskScreen(): ReactElement {
  const { data: risk, isError, error } = useRisk();
  return (
    <div data-testid="risk-screen" className="grid grid-cols-12 gap-3 md:gap-4">
      <title>Risk & Limits · Tandem</title>
      <h1 className="sr-only">Risk & Limits</h1>
      {risk === undefined ? (
        <div className="col-span-12">
          <Card title="State" testId="risk-unknown">
            {isError ? (
              <EmptyState icon={CircleAlert} title="The state of risk could not be read" testId="risk-error">
                {error.message}. It is tried again by itself.
              </EmptyState>
            ) : (
              <SkeletonRows rows={6} label="The state of risk is being read" />
            )}
          </Card>
        </div>
      ) : (
        <>
          <div className="col-span-12 flex flex-col wide:col-span-8">
            <StateCard risk={risk} />
          </div>
          <div className="col-span-12 flex flex-col wide:col-span-4">
            <ExposureCard risk={risk} />
          </div>
          <div className="col-span-12">
            <KillSwitches risk={risk} />
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
