/** An answer other than success that no model error stands for, such as 403, 404 or 426. */
export class HttpError extends Error {
  readonly statusCode: number;
  /** What the status demands beside the body, such as `retry-after`. */
  readonly headers: Readonly<Record<string, string>>;
  constructor(statusCode: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "HttpError";
    this.statusCode = statusCode;
    this.headers = headers;
  }
}
