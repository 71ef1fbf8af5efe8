import type { BoardSpec, Query } from "../panel.ts";

function figure(name: string, legend: string): Query {
  return { expr: `arb_feed_figure{name="${name}"}`, legend: `{{venue}} ${legend}` };
}

/** How often a count of the feeds rose within five minutes; a restart of the count is no fall. */
function rises(name: string, legend: string): Query {
  return { expr: `clamp_min(delta(arb_feed_figure{name="${name}"}[5m]), 0)`, legend: `{{venue}} ${legend}` };
}

/** Whether both venues can be believed. */
export const venues: BoardSpec = {
  uid: "tandem-venues",
  title: "Tandem: venues",
  rows: [
    {
      title: "Connections",
      panels: [
        {
          title: "Connected",
          unit: "bool_yes_no",
          kind: "stat",
          width: 6,
          queries: [{ expr: "arb_connection_status", legend: "{{venue}}" }],
          warnAt: 1,
          badAt: 0.5,
        },
        {
          title: "Silent for",
          unit: "s",
          kind: "stat",
          width: 6,
          queries: [{ expr: "arb_ws_staleness_seconds", legend: "{{venue}}" }],
          warnAt: 2,
          badAt: 10,
        },
        {
          title: "Clock of the venue less ours",
          unit: "s",
          kind: "stat",
          width: 6,
          queries: [{ expr: "arb_clock_skew_seconds", legend: "{{venue}}" }],
        },
        {
          title: "Books that are live",
          unit: "percentunit",
          kind: "stat",
          width: 6,
          queries: [{ expr: "avg by (venue) (arb_book_live)", legend: "{{venue}}" }],
          warnAt: 1,
          badAt: 0.5,
        },
      ],
    },
    {
      title: "Streams",
      panels: [
        {
          title: "Silence",
          unit: "s",
          queries: [
            { expr: "arb_ws_staleness_seconds", legend: "{{venue}}" },
            { expr: "arb_staleness_threshold_seconds", legend: "limit" },
          ],
        },
        {
          title: "Live by book",
          unit: "bool_yes_no",
          queries: [{ expr: "arb_book_live", legend: "{{asset}} {{venue}}" }],
        },
        {
          title: "Connections and books begun anew in five minutes",
          unit: "short",
          queries: [rises("connects", "connections"), rises("resyncs", "books")],
        },
        {
          title: "Frames that were refused in five minutes",
          unit: "short",
          queries: [rises("frames_refused", "refused")],
        },
        { title: "Round trip to Gemini", unit: "ms", queries: [figure("round_trip_ms", "round trip")] },
        {
          title: "Solana: slot time and lag",
          unit: "ms",
          queries: [figure("slot_ms", "slot"), figure("lag_ms", "lag")],
        },
      ],
    },
    {
      title: "Orders",
      panels: [
        {
          title: "Legs that failed, by reason",
          unit: "ops",
          queries: [{ expr: "rate(arb_execution_failures_total[10m]) > 0", legend: "{{reason}}" }],
        },
        {
          title: "Clock skew and its limit",
          unit: "s",
          queries: [
            { expr: "abs(arb_clock_skew_seconds)", legend: "{{venue}}" },
            { expr: "arb_clock_skew_limit_seconds", legend: "limit" },
          ],
        },
        {
          title: "Keys replaced within a day",
          unit: "short",
          queries: [{ expr: "increase(arb_key_rotations_total[1d])", legend: "{{venue}} {{outcome}}" }],
        },
      ],
    },
  ],
};
