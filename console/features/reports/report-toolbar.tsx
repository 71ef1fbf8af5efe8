import { Clock, Download, Printer } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { cn } from "../../components/cn.ts";
import { Segmented } from "../../components/segmented.tsx";
import { useTimeZone } from "../../lib/preferences.ts";
import { dailyCsv, dailyCsvName } from "../../lib/report-csv.ts";
import { formatTime } from "../../lib/time.ts";
import type { Report } from "../../lib/wire.ts";
import { RANGES, type ReportSearch } from "./search.ts";

interface ReportToolbarProps {
  readonly days: number;
  readonly report: Report | undefined;
  /** What is shown is not what was asked for, or could not be read again. */
  readonly isOld: boolean;
  readonly onDays: (days: NonNullable<ReportSearch["days"]>) => void;
}

const OPTIONS = RANGES.map((days) => ({ value: `${days}d`, label: `${days}\u202Fd` }));

/** Over which days, how fresh, and out of the screen onto paper or into a spreadsheet. */
export function ReportToolbar({ days, report, isOld, onDays }: ReportToolbarProps) {
  const choose = (value: string) => {
    const range = RANGES.find((one) => `${one}d` === value);
    if (range !== undefined) onDays(range);
  };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <h1 className="font-semibold text-[16px] tracking-tight">Reports</h1>
      {report !== undefined && (
        <p className="text-[12px] text-muted">
          <span className="num text-soft">{report.from}</span> to{" "}
          <span className="num text-soft">{report.to}</span>, days of UTC
        </p>
      )}
      <div className="ml-auto flex flex-wrap items-center gap-2 print:hidden">
        {report !== undefined && <Freshness report={report} isOld={isOld} />}
        <Segmented label="Days" testId="report-days" value={`${days}d`} options={OPTIONS} onChange={choose} />
        <Button size="small" data-testid="report-print" onClick={() => window.print()}>
          <Printer aria-hidden className="size-3.5" /> Print
        </Button>
        <Button
          size="small"
          data-testid="report-csv"
          disabled={report === undefined}
          onClick={() => report !== undefined && download(report)}
        >
          <Download aria-hidden className="size-3.5" /> Daily CSV
        </Button>
      </div>
    </div>
  );
}

function Freshness({ report, isOld }: { report: Report; isOld: boolean }) {
  const [zone] = useTimeZone();
  return (
    <span
      data-testid="report-freshness"
      className={cn("inline-flex items-center gap-1.5 text-[12px]", isOld ? "text-warning" : "text-muted")}
    >
      <Clock aria-hidden className="size-3.5" />
      {isOld ? "Stale since" : "As of"}{" "}
      <span className="num">{formatTime(Date.parse(report.generated_at), zone)}</span>
    </span>
  );
}

function download(report: Report): void {
  const address = URL.createObjectURL(new Blob([dailyCsv(report)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = dailyCsvName(report);
  link.click();
  URL.revokeObjectURL(address);
}
