import type { Random } from "../../market/index.ts";

const DATA = /"data":\["[^"]*"/;
const SLOT = /"slot":\d+/;

/** Ways to spoil a notification that a parser of JSON alone does not notice. */
const DAMAGES: readonly ((frame: string) => string)[] = [
  (frame) => frame.replace(DATA, '"data":["AAAA"'),
  (frame) => frame.replace(DATA, '"data":["!!not base64!!"'),
  (frame) => frame.replace(DATA, '"data":[null'),
  (frame) => frame.replace(/"data":\[("[^"]{40})[^"]*"/, '"data":[$1"'),
  (frame) => frame.replace('"base64"]', '"base65"]'),
  (frame) => frame.replace(SLOT, '"slot":-5'),
  (frame) => frame.replace(SLOT, '"slot":"soon"'),
  (frame) => frame.replace(SLOT, '"slot":1e300'),
  (frame) => frame.replace(/"owner":"[^"]*"/, '"owner":"11111111111111111111111111111111"'),
  (frame) => frame.replace(/"owner":"[^"]*"/, '"owner":7'),
  (frame) => frame.replace(/"subscription":\d+/, '"subscription":999999999'),
  (frame) => frame.replace(/"subscription":\d+/, '"subscription":"one"'),
  (frame) => frame.replace(/"value":\{/, '"value":null,"other":{'),
  (frame) => frame.replace(/"method":"[^"]*"/, '"method":"voteNotification"'),
  (frame) => frame.replace(/"params":/, '"parms":'),
];

/** Spoils a frame in one of many ways; where the drawn one does not apply the frame is cut in half. */
export function damageNotification(frame: string, random: Random): string {
  const spoilt = DAMAGES[Math.floor(random() * DAMAGES.length)]?.(frame) ?? frame;
  return spoilt === frame ? frame.slice(0, Math.floor(frame.length / 2)) : spoilt;
}
