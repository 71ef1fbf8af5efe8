import { Decimal128 } from "mongodb";
import { InvariantError, USD_DECIMALS } from "#model";
import { fromDecimal, toDecimal } from "./decimals.ts";

/** The greatest time that a Date holds. https://tc39.es/ecma262/#sec-time-values-and-time-range */
export const LAST_DATE_MS = 8.64e15;

/** A document as the driver gives it; whatever it holds is looked at before it is believed. */
export type Fields = Record<string, unknown>;

export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string") throw unexpected(name, value);
  return value;
}

export function textOrNullOf(fields: Fields, name: string): string | null {
  return fields[name] === null ? null : textOf(fields, name);
}

/** Counters, slots and latencies: whole and far below 2^53. */
export function numberOf(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw unexpected(name, value);
  return value;
}

export function numberOrNullOf(fields: Fields, name: string): number | null {
  return fields[name] === null ? null : numberOf(fields, name);
}

export function flagOf(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value !== "boolean") throw unexpected(name, value);
  return value;
}

/** A BSON date as ms since 1970 UTC. */
export function timeOf(fields: Fields, name: string): number {
  const value = fields[name];
  if (!(value instanceof Date)) throw unexpected(name, value);
  return value.getTime();
}

export function timeOrNullOf(fields: Fields, name: string): number | null {
  return fields[name] === null ? null : timeOf(fields, name);
}

export function decimalOf(fields: Fields, name: string, decimals: number): bigint {
  const value = fields[name];
  if (!(value instanceof Decimal128)) throw unexpected(name, value);
  return fromDecimal(value, decimals);
}

/** One of the words that a field may hold; anything else means that another hand wrote the document. */
export function wordOf<Word extends string>(fields: Fields, name: string, words: readonly Word[]): Word {
  const value = fields[name];
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw unexpected(name, value);
  return word;
}

export function partOf(fields: Fields, name: string): Fields {
  const value = fields[name];
  if (!isFields(value)) throw unexpected(name, value);
  return value;
}

export function partsOf(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name];
  if (!Array.isArray(value) || !value.every(isFields)) throw unexpected(name, value);
  return value;
}

export function usd(value: bigint): Decimal128 {
  return toDecimal(value, USD_DECIMALS);
}

export function usdOf(fields: Fields, name: string): bigint {
  return decimalOf(fields, name, USD_DECIMALS);
}

export function time(ms: number): Date {
  return new Date(ms);
}

export function timeOrNull(ms: number | null): Date | null {
  return ms === null ? null : time(ms);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !(value instanceof Date);
}

function unexpected(name: string, value: unknown): InvariantError {
  return new InvariantError("storage-row", `unexpected ${typeof value} in field ${name}`);
}
