import { describe, expect, it } from "vitest";
import { somePeople } from "../people.ts";
import { gatewaysOfThisFile } from "../running.ts";

const start = gatewaysOfThisFile();

async function aGateway() {
  const people = await somePeople();
  const { app, log } = await start({ access: people.access, clock: people.time.clock });
  const login = (name: string, password: string) =>
    app.inject({ method: "POST", url: "/api/v1/auth/login", payload: { name, password } });
  return { people, app, log, login };
}

describe("whoever guesses passwords", () => {
  it("is told the same whether there is such a user, a disabled one or none", async () => {
    const { people, login } = await aGateway();
    await people.access.people.editUser("viewer", { disabled: true }, "test");
    const answers = [
      await login("operator", "wrong words entirely"),
      await login("viewer", people.password),
      await login("nobody", "wrong words entirely"),
    ];
    for (const { statusCode, body, headers } of answers) {
      expect([statusCode, body]).toEqual([401, answers[0]?.body]);
      expect(headers["set-cookie"]).toBeUndefined();
    }
  });

  it("learns nothing from the time that an answer takes", async () => {
    const { people, login } = await aGateway();
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let n = 0; n < 14; n += 1) {
      for (const [kind, name] of [
        ["known", "operator"],
        ["unknown", `nobody${n}`],
      ] as const) {
        // Long enough for the throttle to have forgotten: only the hashing is to be timed.
        people.time.advance(600_000);
        const began = performance.now();
        expect((await login(name, "wrong words entirely")).statusCode).toBe(401);
        times[kind].push(performance.now() - began);
      }
    }
    const [known, unknown] = [median(times.known), median(times.unknown)];
    expect(Math.min(known, unknown) / Math.max(known, unknown)).toBeGreaterThan(0.5);
    // A name without a hash would be answered in well under a millisecond.
    expect(unknown).toBeGreaterThan(3);
  });

  it("is slowed down by address, and told when to come again", async () => {
    const { login } = await aGateway();
    const codes: number[] = [];
    for (let n = 0; n < 12; n += 1) codes.push((await login(`name${n}`, "wrong words entirely")).statusCode);
    expect(codes.slice(0, 10).every((code) => code === 401)).toBe(true);
    expect(codes.slice(10)).toEqual([429, 429]);
    const answer = await login("operator", "wrong words entirely");
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    expect(answer.json().detail).toMatch(/try again in \d+ s/);
  });

  it("cannot lock a user out for long", async () => {
    const { people, login } = await aGateway();
    for (let n = 0; n < 12; n += 1) await login("operator", "wrong words entirely");
    expect((await login("operator", people.password)).statusCode).toBe(429);
    people.time.advance(20_000);
    expect((await login("operator", people.password)).statusCode).toBe(200);
  });

  it("cannot keep the machine busy: what is too long is not hashed, and only a few are hashed at once", async () => {
    const { login } = await aGateway();
    expect((await login("operator", "x".repeat(257))).statusCode).toBe(422);
    expect((await login("x".repeat(65), "wrong words entirely")).statusCode).toBe(422);
    const burst = await Promise.all(
      Array.from({ length: 40 }, (_, n) => login(`name${n}`, "wrong words entirely")),
    );
    const codes = new Set(burst.map(({ statusCode }) => statusCode));
    expect([...codes].sort()).toEqual([401, 429]);
  });
});

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
