import type { Moment, Notice } from "../notice.ts";

interface Life {
  readonly isLive: boolean;
  readonly now: Moment;
}

/** The process began; in live mode that closes what an admin had opened. */
export function startedNotice({ isLive, now }: Life): Notice {
  const text = isLive
    ? "It starts shut: what an earlier process left open is brought home, and real orders wait until an admin switches them on, on the risk screen."
    : "Nothing needs to be done.";
  return lifeNotice({ key: "started", title: "Started", text, isLive, now });
}

/** The process ends in order. One that is killed cannot say so. */
export function stoppingNotice({ isLive, now }: Life): Notice {
  const text = isLive
    ? "It was asked to end. Trades that are open are taken up again by the next start."
    : "It was asked to end.";
  return lifeNotice({ key: "stopping", title: "Stopping", text, isLive, now });
}

function lifeNotice({
  key,
  title,
  text,
  isLive,
  now,
}: Life & Pick<Notice, "key" | "title" | "text">): Notice {
  return {
    ...{ key, kind: "once", severity: isLive ? "warning" : "info", title, text },
    ...{ screen: "/overview", atMs: now.epochMs },
  };
}
