import { errorBody } from "#wire";

/** What any route with a JSON body can refuse, whatever the body is for. */
export const BODY_REFUSALS = { 413: errorBody, 415: errorBody, 422: errorBody } as const;

/** What every operator command can answer instead of success. */
export const COMMAND_REFUSALS = {
  409: errorBody,
  ...BODY_REFUSALS,
  503: errorBody,
} as const;
