import { CONFIG_KEYS } from "./config-keys.ts";

const HEAD = `tandem - CEX/DEX arbitrage: trades what pays after every cost between Gemini's order book and Orca pools

  tandem start                     the demo: stand-in venues, engine, API on 8001, console on 3000
  tandem run --mode demo|observe   engine and API alone; observe streams the real venues and trades on paper only
  tandem console                   the console on 3000, in front of an API on 8001
  tandem sim                       the stand-in venues alone; prints their addresses as one JSON line
  tandem keys reload               has the running process read its keys again; 0 when the new ones are connected
  tandem notify test               sends one test message over each configured channel; 0 when all were taken
  tandem user add NAME --role R    viewer, operator or admin; the first one is an admin and switches authentication on
  tandem user list, user role NAME R, user password|disable|enable|remove NAME
  tandem api-key add NAME --role R --expires 90d; api-key list; api-key revoke NAME
  tandem audit verify              checks the operators' log from its first entry; one JSON line, 1 where it is broken
  tandem backup DIR                copies every database of DATA_DIR into a new folder, while Tandem runs or not
  tandem restore DIR               puts a backup into a DATA_DIR that nobody uses
  tandem migrate --to STORE        copies the SQLite database into MongoDB or back, and proves it; 1 where both differ
  tandem upgrade                   brings every database to the schema of this build, as a start does, with Tandem stopped
  tandem doctor                    what stands in the way of a start and what to do about it; 1 where something does
  tandem probe gemini SYMBOL       prints what comes of a symbol's public stream; 1 with the reason where nothing does
  tandem probe solana POOL         reads a pool, says what it is and prints its updates; an asset's name will do
  tandem logs --trade ID           all that journal, ledger, operators' log and log files hold of a trade, in time order
  tandem inspect CAPTURE           checks a Gemini capture (<receive ns> TAB <frame>); prints one JSON object
  tandem quote --accounts FILE     exact Whirlpool quotes: requests on stdin, answers on stdout, NDJSON
  tandem chaos                     trades under faults and kills, then compares all that was kept with the truth
  tandem bench, storm              speed in ratios; ten minutes of faults against the books
  tandem soak [MINUTES] [PACE]     the demo for so long (10), so many times as dense (1): memory, handles, disk, browser
  tandem restarts [N] [--kill]     N restarts (50) of a trading demo under load; 1 where a trade is lost or a start slow
  tandem fuzz                      20000 requests from the document of the API itself against it; 1 where an answer breaks it
  tandem configuration             every configuration key as a page of Markdown, as in docs/configuration.md
  tandem --version

Options
  --env-file FILE      configuration instead of ./.env; the process environment wins over both
  start, run --mode demo, sim:
    --seed N           the market's seed (1); the same seed gives the same market
    --scenario NAME    calm | volatile | trending | dislocated | churning (volatile)
    --capture DIR      play recorded Gemini frames and chain accounts instead of a made-up market
    --faults FILE      fault plan: {"faults":[{"kind":"drop","venue":"gemini","atMs":5000}, ...]}
    --pace N           events so many times as dense, 1 to 10 (1); slots are as many times shorter
    --slot-ms N        length of a slot in milliseconds (250 / pace)
    --taker-fee-bps N  what the exchange takes of a taker, in basis points (35)
  doctor:
    --mode NAME        demo | observe | live: what it is to be started as (demo)
    --json             one JSON object: {"mode":..,"ok":..,"counts":{..},"checks":[{"check":..,"state":..,"seen":..,"advice":..}]}
  probe:
    --seconds N        how long to watch (10)
  logs:
    --file LOG         also lines of this log and of what it was rotated into (.1, .2.gz); may be given again
    --json             NDJSON
  user, api-key, keys reload, audit verify, backup, restore, migrate, upgrade, doctor, logs:
    --data-dir DIR     the data folder (DATA_DIR, else ./data or ./data/demo)
  user, api-key, upgrade:
    --mode demo        those of the demo (those of observe and live where not given)
  audit verify:
    --expect-head HEX  the head that was printed earlier: tells whether the end was cut off since
  restore:
    --replace          move the databases that are there aside first
  migrate:
    --to mongodb|sqlite  from DATA_DIR into the database at MONGO_URL, or the other way
  upgrade:
    --dry-run          tell the versions, the steps by name, the copies and the free disk they need; change nothing
  sim:
    --write-env FILE   also write the addresses as a configuration file for --env-file
    --gemini-port N, --solana-port N
  quote:
    --accounts FILE    csv "pubkey,base64" or a JSON account dump, either may be .gz; the file is the whole chain
    a request          {"pool":"..","a_to_b":true,"exact_in":true,"amount":"1000","timestamp":1757467270}
                       and, where one is wanted, "sqrt_price_limit":".." (Q64.64)
    an answer          {"amount_in":"..","amount_out":"..","fee":"..","sqrt_price":"..","tick":"..","ticks_crossed":".."}
                       or {"error":"TickArraySequenceInvalidIndex"}
  chaos:
    --seed N           the seed of its schedule of faults and kills (1)
    --trades N         so many trades (60)
    --kill             end the process by SIGKILL at random moments
    --kill-every N     about once in N trades (3)
    --policy NAME      dex-first | cex-first (dex-first)
    --slot-ms N        length of a slot in milliseconds (20)
    --keep DIR         keep data and logs there
    --matrix           instead: kill at every write, send and acknowledgement of every story, both directions
    --every N          of the matrix only each N-th point of a story (1)
    --points N         of the matrix only a sample of N points, drawn from the seed

Exit codes: 0 done; 1 failed (the last line on standard error says why); 2 wrong usage or configuration;
130 and 143 ended by Ctrl-C or SIGTERM. Standard output carries results only, progress and logs go to
standard error.

Configuration (environment, ./.env or --env-file)
`;

/** The whole help text; the keys come from the table that the configuration is checked against. */
export function usage(): string {
  const width = Math.max(...Object.keys(CONFIG_KEYS).map((key) => key.length));
  const keys = Object.entries(CONFIG_KEYS).map(([key, help]) => `  ${key.padEnd(width)}  ${help}`);
  return `${HEAD}${keys.join("\n")}\n`;
}
