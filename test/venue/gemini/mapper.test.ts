import { describe, expect, it } from "vitest";
import { createMapper } from "#venue/gemini";
import { anInstrument, depthText, plain, tickerText } from "./builders.ts";

const BTC = anInstrument("btcusd", "0.01", "0.00000001");
const SOL = anInstrument("solusd", "0.005", "0.1");

function read(text: string, instruments = [BTC, SOL]) {
  return plain(createMapper({ instruments }).map(Buffer.from(text), 7));
}

describe("the mapper reads", () => {
  it("a depth frame as ticks and lots", () => {
    const text =
      '{"e":"depthUpdate","E":1790732602268549219,"s":"btcusd","U":1764559652998238,"u":1764559652998335,"b":[],"a":[["83405.00000","3.0000000000"],["83410.00000","0.0000000000"]]}';
    expect(read(text)).toEqual({
      kind: "depth",
      symbol: "btcusd",
      firstId: 1764559652998238,
      lastId: 1764559652998335,
      clipped: 0,
      bids: [],
      asks: [
        [8340500, 300000000],
        [8341000, 0],
      ],
    });
  });

  it("steps that are no powers of ten, sizes rounded down", () => {
    const text = depthText("solusd", 1, 2, [["150.015", "1.79"]], [["150.02", "0.09"]]);
    expect(read(text)).toMatchObject({ bids: [[30003, 17]], asks: [[30004, 0]] });
  });

  it("sizes in billions, as coins of tiny value trade, and clips only what no double can count", () => {
    const bonk = anInstrument("bonkusd", "0.00000001", "0.01");
    const sizes = ["5123456789.12", "99999999999999.99"];
    const text = depthText(
      "bonkusd",
      1,
      2,
      sizes.map((size, i) => [`0.0000200${i + 1}`, size]),
    );
    expect(read(text, [bonk])).toMatchObject({ bids: [[2001, 512345678912]], clipped: 1 });
  });

  it("a ticker, with or without its last trade", () => {
    const ticker = { kind: "ticker", receivedNs: 7, symbol: "btcusd", updateId: 1764559652998348 };
    const prices = { bidTicks: 8336125, bidLots: 430000, askTicks: 8336126, askLots: 1225717 };
    const text =
      '{"u":1764559652998348,"E":1790732602275568874,"s":"btcusd","b":"83361.25000","B":"0.0043000000","a":"83361.26000","A":"0.0122571700","c":"83355.92000","C":"0.0000599800"}';
    expect(read(text)).toEqual({ ...ticker, ...prices });
    expect(read(text.replace(/,"c".*/, "}"))).toEqual({ ...ticker, ...prices });
  });

  it("a ticker whose sides are missing or zero as a book without orders", () => {
    const empty = { bidTicks: 0, bidLots: 0, askTicks: 0, askLots: 0 };
    expect(read('{"u":5,"E":1,"s":"btcusd"}')).toMatchObject({ kind: "ticker", updateId: 5, ...empty });
    expect(read(tickerText("btcusd", 5, ["0", "0"], ["0.00", "0"]))).toMatchObject({
      kind: "ticker",
      ...empty,
    });
    expect(read('{"u":5,"E":1,"s":"btcusd","a":"2.00","A":"1"}')).toMatchObject({
      ...empty,
      askTicks: 200,
      askLots: 1e8,
    });
  });

  it("a trade with or without its event name", () => {
    const text =
      '{"E":1790732616897030070,"s":"BTCUSD","t":2840141030659933,"p":"83371.08000","q":"0.0000593800","m":false}';
    const trade = { kind: "trade", receivedNs: 7, symbol: "btcusd" };
    expect(read(text)).toEqual(trade);
    expect(read(text.replace("{", '{"e":"trade",'))).toEqual(trade);
  });

  it("replies with their result or error", () => {
    expect(read('{"id":1,"status":200}')).toMatchObject({ kind: "reply", reply: { id: 1, status: 200 } });
    const refusal =
      '{"id":4,"status":400,"error":{"code":-1013,"msg":"Invalid stream name: nosuch@depth@100ms"}}';
    expect(read(refusal)).toMatchObject({
      kind: "reply",
      reply: { id: 4, status: 400, error: { msg: "Invalid stream name: nosuch@depth@100ms" } },
    });
  });

  it("the answer to a one-shot depth request by the symbol in its id", () => {
    const text =
      '{"id":"depth:btcusd:3","status":200,"result":{"lastUpdateId":1764553979098119,"symbol":"btcusd","bids":[["77845.79000","0.0457361300"]],"asks":[]}}';
    expect(read(text)).toEqual({
      kind: "depth-reply",
      symbol: "btcusd",
      firstId: 1764553979098119,
      lastId: 1764553979098119,
      clipped: 0,
      bids: [[7784579, 4573613]],
      asks: [],
    });
  });

  it("symbols in any case, white space, another order of fields and fields that it does not know", () => {
    const usual = read(depthText("btcusd", 5, 9, [["1.5", "2"]]));
    expect(read(depthText("BtcUSD", 5, 9, [["1.5", "2"]]))).toEqual(usual);
    const unusual =
      ' {"a" : [ ], "b":[ ["1.50", "2.000"] ], "x":{"y":[1.5,-2e9,null]}, "u":9,"U":5,"s":"btc\\u0075sd","E":1,"e":"depthUpdate"}\n';
    expect(read(unusual)).toEqual(usual);
  });

  it("other events of the venue as nothing to use", () => {
    expect(read('{"e":"contractStatus","E":1790732602153,"s":"btcgusdperp"}')).toMatchObject({
      kind: "unused",
    });
  });
});

describe("the mapper clips what cannot be held exactly", () => {
  it("and keeps the rest of the frame", () => {
    const asks = [
      ["9000000000000.00", "1"],
      ["83405.00", "3"],
      ["90071992.55", "1"],
      ["9000000000000.00", "0"],
      ["2.00", "90071992.54740992"],
    ] as const;
    const text = depthText("btcusd", 1, 2, [["0.01", "3470000000.0000000000"]], asks);
    expect(read(text)).toMatchObject({ clipped: 5, bids: [], asks: [[8340500, 300000000]] });
  });

  it("up to the last unit below 2^53", () => {
    expect(read(depthText("btcusd", 1, 2, [["2.00", "90071992.54740991"]]))).toMatchObject({
      clipped: 0,
      bids: [[200, Number.MAX_SAFE_INTEGER]],
    });
  });

  it("and does not use a ticker that shows it", () => {
    const text = tickerText("btcusd", 5, ["1.00", "100000000"], ["2.00", "1"]);
    expect(read(text)).toEqual({ kind: "unused", receivedNs: 7, clipped: 1 });
  });
});

const depth = depthText("btcusd", 5, 9, [["1.50", "2.0"]], [["1.51", "3.0"]]);
const ticker = tickerText("btcusd", 9, ["1.50", "2.0"], ["1.51", "3.0"]);
const trade = '{"E":1,"s":"btcusd","t":2,"p":"1.00","q":"2.0","m":true}';

describe("the mapper refuses", () => {
  it.each([
    ["a frame cut short", depth.slice(0, -1)],
    ["a frame cut within its levels", depth.slice(0, 80)],
    ["anything behind the frame", `${depth}x`],
    ["two frames in one", `${depth}${depth}`],
    ["a negative size", depth.replace('"2.0"', '"-2.0"')],
    ["a negative price", depth.replace('"1.50"', '"-1.50"')],
    ["a price of zero", depth.replace('"1.50"', '"0.00"')],
    ["NaN as text", depth.replace('"2.0"', '"NaN"')],
    ["NaN as a value", depth.replace('"2.0"', "NaN")],
    ["Infinity", depth.replace('"2.0"', '"Infinity"')],
    ["null", depth.replace('"2.0"', "null")],
    ["a number for a text", depth.replace('"2.0"', "2.0")],
    ["an empty size", depth.replace('"2.0"', '""')],
    ["an exponent", depth.replace('"2.0"', '"2e3"')],
    ["hexadecimal", depth.replace('"2.0"', '"0x2"')],
    ["a point without digits", depth.replace('"2.0"', '"2."')],
    ["a point first", depth.replace('"2.0"', '".2"')],
    ["two points", depth.replace('"2.0"', '"2.0.0"')],
    ["a space in a number", depth.replace('"2.0"', '" 2.0"')],
    ["hundreds of digits", depth.replace('"2.0"', `"${"9".repeat(400)}"`)],
    ["digits that are not ASCII", depth.replace('"2.0"', '"２"')],
    ["a price off its tick", depth.replace('"1.50"', '"1.505"')],
    ["a level with a third element", depth.replace('"2.0"]', '"2.0","x"]')],
    ["a level with one element", depth.replace(',"2.0"', "")],
    ["levels that are no list", depth.replace('"b":[["1.50","2.0"]]', '"b":{}')],
    ["a missing side", depth.replace('"b":[["1.50","2.0"]],', "")],
    ["ids that run backwards", depth.replace('"U":5', '"U":10')],
    ["a negative id", depth.replace('"U":5', '"U":-5')],
    ["a fractional id", depth.replace('"U":5', '"U":5.5')],
    ["an id with an exponent", depth.replace('"u":9', '"u":9e3')],
    ["an id beyond 2^53", depth.replace('"u":9', '"u":9007199254740993')],
    [
      "an id that only just rounds to a whole number",
      depth.replace('"u":9', '"u":4503599627370497.00000001'),
    ],
    ["an id as text", depth.replace('"u":9', '"u":"9"')],
    ["an id with leading zeros", depth.replace('"u":9', '"u":09')],
    ["a ticker with a negative size", ticker.replace('"2.0"', '"-2.0"')],
    ["a ticker with half a side", ticker.replace('"B":"2.0",', "")],
    ["a ticker with a size but a price of zero", ticker.replace('"1.50"', '"0"')],
    ["a ticker off its tick", ticker.replace('"1.50"', '"1.505"')],
    ["a ticker with a bad last trade", ticker.replace('"150.00"', '"NaN"')],
    ["a trade without its side", trade.replace("true", "null")],
    ["a trade with a bad price", trade.replace("1.00", "-1")],
  ])("%s, naming the symbol whose book is now doubtful", (_name, text) => {
    expect(read(text)).toMatchObject({ kind: "refused", symbol: "btcusd", head: text.slice(0, 120) });
  });

  it.each([
    ["nothing", ""],
    ["no JSON", "hello"],
    ["a list", "[]"],
    ["a text", '"depthUpdate"'],
    ["null", "null"],
    ["an empty object", "{}"],
    ["an unknown symbol", depthText("nosuch", 1, 2)],
    ["a symbol that is a number", depthText("btcusd", 1, 2).replace('"btcusd"', "5")],
    ["a symbol with the name of a prototype's field", depthText("__proto__", 1, 2)],
    ["a reply with a status that is no number", '{"id":1,"status":"200"}'],
    ["a depth reply without levels", '{"id":"depth:btcusd:1","status":200,"result":{}}'],
    ["absurd nesting", "[".repeat(200_000)],
  ])("%s without naming a book", (_name, text) => {
    expect(read(text)).toMatchObject({ kind: "refused", symbol: null });
  });

  it("bytes that are no text", () => {
    expect(plain(createMapper({ instruments: [BTC] }).map(Buffer.from([0xff, 0x00, 0x7b]), 1)).kind).toBe(
      "refused",
    );
  });

  it("a bad frame without spoiling the next one", () => {
    const mapper = createMapper({ instruments: [BTC] });
    mapper.map(Buffer.from(depth.replace('"3.0"', '"-3.0"')), 1);
    expect(plain(mapper.map(Buffer.from(depth), 2))).toMatchObject({
      bids: [[150, 2e8]],
      asks: [[151, 3e8]],
    });
  });
});
