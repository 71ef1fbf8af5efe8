/**
 * Every key that configures Tandem, for the help text and for telling a misspelt one. Keys that later
 * parts of the system read are listed too: naming them in a file is no mistake.
 */
export const CONFIG_KEYS: Readonly<Record<string, string>> = {
  ASSET_LIST: "assets to trade, BASE-USD separated by commas (SOL-USD,BTC-USD,ETH-USD)",
  ORCA_SOL_USDC_POOL: "address of SOL's Whirlpool; ORCA_<BASE>_USDC_POOL for each other asset",
  SOL_MINT: "mint that the pool must hold for SOL; <BASE>_MINT for each other asset",
  USDC_MINT: "mint of the dollar token on the pools' other side",
  GEMINI_BASE_URL: "Gemini REST address (https://api.gemini.com)",
  GEMINI_WS_URL: "Gemini socket address (wss://ws.gemini.com)",
  GEMINI_STATUS_URL:
    "Gemini's public status page, for tandem doctor (https://status.gemini.com/api/v2/status.json)",
  GEMINI_API_KEY: "Gemini key (secret; not needed to observe)",
  GEMINI_API_SECRET: "Gemini secret (secret; not needed to observe)",
  HELIUS_API_KEY: "Helius key (secret); builds the Solana addresses where none are given",
  SOLANA_RPC_URL: "Solana JSON-RPC addresses, comma list, best first",
  SOLANA_WS_URL: "Solana subscription addresses, comma list, best first",
  GEMINI_HEARTBEAT: "true: the key was made with 'requires heartbeat' (false)",
  SOLANA_KEYPAIR: "path of the wallet's key file, as solana-keygen writes it (not needed to observe)",
  PRIORITY_FEE_MAX_LAMPORTS: "most that one swap pays beside its base fee (100000)",
  SOLANA_POLL_SEC: "seconds between full re-reads of each pool (2)",
  MONGO_URL:
    "MongoDB address, may hold a password: opportunities and trades are kept there instead of in DATA_DIR; its path names the database (arbitrage)",
  DATA_DIR: "folder of the embedded databases (./data; ./data/demo in the demo, so that the two never mix)",
  OBSERVE_ONLY: "true: never trade (alias OBSERVE_ONLY_MODE; true for real venues, false in the demo)",
  OBSERVE_ONLY_MODE: "alias of OBSERVE_ONLY",
  MAX_POSITION_USD: "largest size of one trade in dollars (1000; alias MAX_POSITION_SIZE_USD)",
  MAX_POSITION_SIZE_USD: "alias of MAX_POSITION_USD",
  MAX_OPEN_EXPOSURE_USD: "sum of all open trades at most (three times MAX_POSITION_USD)",
  DAILY_LOSS_LIMIT_USD: "loss of a UTC day that pauses trading (500)",
  STALENESS_THRESHOLD_SEC: "seconds without a sign of life after which a venue is stale (10)",
  WIDE_SPREAD_PCT: "a gross spread above it pauses the asset, as one of its prices is suspect, percent (5)",
  MAX_CONSECUTIVE_LOSSES: "losing trades in a row that pause trading (5)",
  MAX_ORDER_ERRORS: "refused or failed orders within five minutes that pause trading (10)",
  LEG_POLICY: "dex-first (a failure costs a fee) or cex-first (dex-first)",
  ORDER_SLACK_PCT: "how far an order's limit may lie beyond the quoted price, percent (0.5)",
  RESIDUAL_MAX_LOSS_PCT: "loss of a trade beyond which a residual waits for an operator, percent (2)",
  PROFIT_THRESHOLD_PCT: "net profit that an opportunity must clear, percent (0.1 in the demo, else 1.0)",
  MIN_SPREAD_PCT: "gross spread below which nothing is looked at further, percent (0)",
  MAX_OPPORTUNITIES_PER_MIN: "opportunities opened in a minute at most (600)",
  COST_MODEL: "static (the three percentages below) or measured (fee tier, pool, network)",
  CEX_FEE_PCT: "static cost of the exchange leg, percent (0.35)",
  DEX_FEE_PCT: "static cost of the pool leg, percent (0.30)",
  SLIPPAGE_PCT: "static reserve for slippage, percent (0.75)",
  CEX_TAKER_FEE_BPS: "measured model: taker fee of the account's tier, basis points; unread refuses",
  NETWORK_FEE_LAMPORTS: "measured model: base and priority fee of one swap transaction (15000)",
  AUTO_REBALANCE: "true: rebalance inventory between venues (false; not used in this build)",
  LOG_LEVEL: "debug, info, warning or error (info)",
  HOST: "address to listen on (127.0.0.1; any other needs a user, see tandem user add)",
  PORT: "port of the API (8001)",
  CONSOLE_PORT: "port of the console (3000)",
  ALLOWED_ORIGINS:
    "web origins that may call the API, such as https://desk.example, comma list; their names are good as Host too",
  IP_ALLOWLIST:
    "addresses and ranges that may call API and console, comma list; loopback is let in only where it is named (everybody who can reach the port)",
  RATE_LIMIT_PER_MIN:
    "calls a minute of one address to one route; busier and rarer routes in proportion; 0 is no limit (600)",
  JWT_SECRET_KEY: "signs access tokens (secret, at least 32 bytes; where unset one is made in DATA_DIR)",
  NOTIFY_MIN_SEVERITY: "least severity that is told: info, warning or critical (warning)",
  NOTIFY_MAX_PER_MIN: "messages a minute and channel at most; what is beyond is gathered into one (10)",
  NOTIFY_WEBHOOK_URL: "address that gets each message as JSON (secret: it may hold a key)",
  NOTIFY_WEBHOOK_SECRET: "signs what the webhook gets (secret, at least 16 bytes)",
  NOTIFY_SLACK_URL: "incoming webhook of a Slack channel (secret)",
  NOTIFY_TELEGRAM_TOKEN: "token of the bot that writes (secret)",
  NOTIFY_TELEGRAM_CHAT: "chat that it writes to: its number, or @name of a channel",
  NOTIFY_TELEGRAM_URL: "server of the bot API (https://api.telegram.org)",
  NOTIFY_SMTP_URL:
    "mail server: smtps://user:password@host:465, or smtp://user:password@host:587 for STARTTLS (secret)",
  NOTIFY_EMAIL_FROM: "address that mails come from",
  NOTIFY_EMAIL_TO: "addresses that mails go to, comma list",
  CONSOLE_URL: "where people reach the console, such as https://desk.example; messages link to it (no links)",
};

/** Keys whose values are secrets, or addresses that hold one. */
export const SECRET_KEYS: readonly string[] = [
  "GEMINI_API_KEY",
  "GEMINI_API_SECRET",
  "HELIUS_API_KEY",
  "JWT_SECRET_KEY",
  "MONGO_URL",
  "NOTIFY_WEBHOOK_URL",
  "NOTIFY_WEBHOOK_SECRET",
  "NOTIFY_SLACK_URL",
  "NOTIFY_TELEGRAM_TOKEN",
  "NOTIFY_SMTP_URL",
];

const PATTERNS = [/^ORCA_[A-Z0-9]{2,10}_USDC_POOL$/, /^[A-Z0-9]{2,10}_MINT$/];

export function isKnownKey(key: string): boolean {
  return key in CONFIG_KEYS || PATTERNS.some((pattern) => pattern.test(key));
}

/** The known key nearest to a misspelt one, at most two edits away, else null. */
export function likelyMeant(key: string): string | null {
  const distances = Object.keys(CONFIG_KEYS).map((known) => ({
    known,
    far: editDistance(key.toUpperCase(), known),
  }));
  const nearest = distances.reduce((best, one) => (one.far < best.far ? one : best));
  return nearest.far <= 2 ? nearest.known : null;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
