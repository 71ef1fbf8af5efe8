import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { UnreadCard } from "../../components/unread-card.tsx";
import { useReport } from "../../lib/reports.ts";
import type { Report } from "../../lib/wire.ts";
import { AccuracyCard } from "./accuracy-card.tsx";
import { FiguresCard } from "./figures-card.tsx";
import { HourProfile } from "./hour-profile.tsx";
import { LatencyCard } from "./latency-card.tsx";
import { ReportToolbar } from "./report-toolbar.tsx";
import { RANGES, type ReportSearch } from "./search.ts";
import { TotalStrip } from "./total-strip.tsx";
import { VenueCard } from "./venue-card.tsx";

/** What trading came to: by day and week, hour, venue and cause. */
export function ReportsScreen(): ReactElement {
  const search: ReportSearch = useSearch({ from: "/reports" });
  const navigate = useNavigate();
  const days = search.days ?? RANGES[0];
  const query = useReport(days);
  const change = (next: ReportSearch) =>
    void navigate({ to: "/reports", search: { ...search, ...next }, replace: true, resetScroll: false });
  return (
    <div data-testid="reports-screen" className="flex flex-col gap-3 md:gap-4">
      <title>Reports · Tandem</title>
      <ReportToolbar
        days={days}
        report={query.data}
        isOld={query.isError || query.isPlaceholderData}
        onDays={(next) => change({ days: next })}
      />
      {query.data === undefined ? (
        <UnreadCard title="Report" what="The report" error={query.error} testId="report-unknown" />
      ) : (
        <Body report={query.data} by={search.by ?? "day"} onBy={(by) => change({ by })} />
      )}
    </div>
  );
}

interface BodyProps {
  readonly report: Report;
  readonly by: "day" | "week";
  readonly onBy: (by: "week" | undefined) => void;
}

function Body({ report, by, onBy }: BodyProps) {
  return (
    <>
      <TotalStrip report={report} />
      <FiguresCard report={report} by={by} onBy={onBy} />
      <div className="grid grid-cols-12 gap-3 md:gap-4">
        <div className="col-span-12 flex flex-col wide:col-span-7">
          <HourProfile hours={report.hours} />
        </div>
        <div className="col-span-12 flex flex-col wide:col-span-5">
          <AccuracyCard accuracy={report.accuracy} />
        </div>
        <div className="col-span-12 flex flex-col wide:col-span-8">
          <VenueCard legs={report.legs} />
        </div>
        <div className="col-span-12 flex flex-col wide:col-span-4">
          <LatencyCard report={report} />
        </div>
      </div>
    </>
  );
}
