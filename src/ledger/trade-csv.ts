import {
  AMOUNT_DECIMALS,
  formatDecimal,
  PCT_DECIMALS,
  SIZE_DECIMALS,
  type TradeRecord,
  USD_DECIMALS,
} from "#model";

/** Free or foreign text that must not act as a formula; everything else is written as it is. */
interface ForeignText {
  readonly text: string;
}

type Cell = string | number | boolean | null | ForeignText;

/** Columns in their order; names are those of the API's trade and stay as they are. */
const COLUMNS: readonly (readonly [name: string, cell: (trade: TradeRecord) => Cell])[] = [
  ["id", ({ id }) => ({ text: id })],
  ["trade_id", ({ id }) => ({ text: id })],
  ["opportunity_id", ({ opportunityId }) => ({ text: opportunityId })],
  ["window_id", ({ windowId }) => ({ text: windowId })],
  ["timestamp", ({ openedAtMs }) => instant(openedAtMs)],
  ["updated_at", ({ updatedAtMs }) => instant(updatedAtMs)],
  ["closed_at", ({ closedAtMs }) => (closedAtMs === null ? null : instant(closedAtMs))],
  ["asset", ({ asset }) => ({ text: asset })],
  ["direction", ({ direction }) => direction],
  ["policy", ({ policy }) => policy],
  ["mode", ({ mode }) => mode],
  ["status", ({ status }) => status],
  ["status_reason", ({ statusReason }) => ({ text: statusReason })],
  ["size", ({ size }) => formatDecimal(size, SIZE_DECIMALS)],
  ["size_asset", ({ size }) => formatDecimal(size, SIZE_DECIMALS)],
  ["size_usd", ({ sizeUsd }) => usd(sizeUsd)],
  ["cex_price", ({ cexPrice }) => usd(cexPrice)],
  ["dex_price", ({ dexPrice }) => usd(dexPrice)],
  ["entry_price", ({ entryPrice }) => usd(entryPrice)],
  ["exit_price", ({ exitPrice }) => usd(exitPrice)],
  ["fees_usd", ({ feesUsd }) => usd(feesUsd)],
  ["fees_total", ({ feesUsd }) => usd(feesUsd)],
  ["pnl_usd", ({ pnlUsd }) => usd(pnlUsd)],
  ["pnl_abs", ({ pnlUsd }) => usd(pnlUsd)],
  ["pnl_pct", ({ pnlPct }) => formatDecimal(pnlPct, PCT_DECIMALS)],
  ["predicted_pnl_usd", ({ predictedPnlUsd }) => usd(predictedPnlUsd)],
  ["latency_ms", ({ latencyMs }) => latencyMs],
  ["exposure_ms", ({ exposureMs }) => exposureMs],
  ["cex_order_id", ({ cexOrderId }) => (cexOrderId === null ? null : { text: cexOrderId })],
  ["dex_tx_sig", ({ dexTxSig }) => (dexTxSig === null ? null : { text: dexTxSig })],
  ["is_simulated", ({ isSimulated }) => isSimulated],
  ["is_injected", ({ isInjected }) => isInjected],
  ["residual", ({ residual }) => formatDecimal(residual, AMOUNT_DECIMALS)],
  ["usdc_usd", ({ usdcUsd }) => usd(usdcUsd)],
  ["sol_usd", ({ solUsd }) => usd(solUsd)],
  ["attribution_fee_usd", ({ attribution }) => usdOrNull(attribution?.feeUsd)],
  ["attribution_depth_usd", ({ attribution }) => usdOrNull(attribution?.depthUsd)],
  ["attribution_latency_usd", ({ attribution }) => usdOrNull(attribution?.latencyUsd)],
  ["attribution_network_usd", ({ attribution }) => usdOrNull(attribution?.networkUsd)],
  ["attribution_adverse_usd", ({ attribution }) => usdOrNull(attribution?.adverseUsd)],
  ["attribution_reserve_usd", ({ attribution }) => usdOrNull(attribution?.reserveUsd)],
];

/** The names of the columns, with the line's end. */
export function tradeCsvHeader(): string {
  return lineOf(COLUMNS.map(([name]) => name));
}

/** One trade as a line of RFC 4180 with its end; money as plain decimals, times as ISO 8601 UTC, null as nothing. */
export function tradeCsvRow(trade: TradeRecord): string {
  return lineOf(COLUMNS.map(([, cell]) => fieldOf(cell(trade))));
}

function lineOf(fields: readonly string[]): string {
  return `${fields.join(",")}\r\n`;
}

function fieldOf(cell: Cell): string {
  if (cell === null) return "";
  return quoted(typeof cell === "object" ? withoutFormula(cell.text) : String(cell));
}

/** Spreadsheets run what begins with one of these; a quote before it makes it text. https://owasp.org/www-community/attacks/CSV_Injection */
function withoutFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function usd(value: bigint): string {
  return formatDecimal(value, USD_DECIMALS);
}

function usdOrNull(value: bigint | undefined): string | null {
  return value === undefined ? null : usd(value);
}
