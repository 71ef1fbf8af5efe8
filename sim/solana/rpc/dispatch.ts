import { z } from "zod";
import { invalidRequest, methodNotFound, parseError, RpcError } from "./errors.ts";
import type { MethodTable } from "./method.ts";

/** `{"jsonrpc":"2.0","id":1,"method":"getSlot","params":[{"commitment":"confirmed"}]}` */
const request = z.object({
  jsonrpc: z.literal("2.0"),
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  method: z.string(),
  params: z.array(z.unknown()).nullish(),
});

type RequestId = string | number | null;

function resultText(id: RequestId, result: unknown): string {
  return JSON.stringify({ jsonrpc: "2.0", result, id });
}

function errorText(id: RequestId, { code, message, data }: RpcError): string {
  const error = data === undefined ? { code, message } : { code, message, data };
  return JSON.stringify({ jsonrpc: "2.0", error, id });
}

/** Large integers beyond 2^53 occur in requests only as ids, which clients count from zero. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw parseError();
  }
}

function idOf(message: unknown): RequestId {
  if (typeof message !== "object" || message === null || !("id" in message)) return null;
  return typeof message.id === "string" || typeof message.id === "number" ? message.id : null;
}

function failureText(id: RequestId, error: unknown): string {
  if (error instanceof RpcError) return errorText(id, error);
  throw error;
}

/** Undefined for a notification (no id): it is carried out and not answered, as the kit's `ping`. */
function answerOne(message: unknown, methods: MethodTable): string | undefined {
  const parsed = request.safeParse(message);
  if (!parsed.success) return errorText(idOf(message), invalidRequest());
  const { id, method, params } = parsed.data;
  if (id === undefined) return undefined;
  try {
    if (!Object.hasOwn(methods, method)) throw methodNotFound();
    const answer = methods[method]?.(params ?? []);
    return resultText(id, answer ?? null);
  } catch (error) {
    return failureText(id, error);
  }
}

/** Answers a request or a batch of them with the text of the reply; undefined where none is due. */
export function answer(text: string, methods: MethodTable): string | undefined {
  let message: unknown;
  try {
    message = parse(text);
  } catch (error) {
    return failureText(null, error);
  }
  if (!Array.isArray(message)) return answerOne(message, methods);
  if (message.length === 0) return errorText(null, invalidRequest());
  const answers = message.map((one) => answerOne(one, methods)).filter((one) => one !== undefined);
  return answers.length === 0 ? undefined : `[${answers.join(",")}]`;
}
