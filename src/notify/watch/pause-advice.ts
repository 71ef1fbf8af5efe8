/** What to do about a pause, by its reason, in the words and by the sections of the runbook. */
const ADVICE: Readonly<Record<string, string>> = {
  manual: "Nothing new starts until somebody resumes on the risk screen.",
  "data staleness":
    'Tandem reconnects by itself. When both venues speak again, resume on the risk screen. Runbook: "Kill switch: data staleness".',
  "daily loss limit":
    'Do not resume before the trades of the day were looked at on the reports screen. Runbook: "Daily loss limit reached".',
  "wide spread":
    'One of the two prices is suspect: compare both with another source, then resume on the risk screen. Runbook: "A spread above 5 %".',
  "consecutive losses":
    "Look at the latest trades and why each brought less than predicted, then resume on the risk screen.",
  "order errors":
    'Look at the exchange\'s words in the log, then resume on the risk screen. Runbook: "Execution failures".',
  "unknown leg":
    'No venue says what became of a leg, so what is held is not known. Look at both venues; it ends with their evidence. Runbook: "Execution failures".',
  "stranded leg":
    'Resolve the trade on the execution screen (retry or accept), then resume. Runbook: "Execution failures".',
  "ledger drift":
    "Compare the inventory screen with both accounts; accept the difference only when it is explained, then resume.",
  "clock skew": "Set this machine's clock (NTP), then resume on the risk screen.",
  storage:
    'What happens cannot be written down: look at the disk and the database, then resume on the risk screen. Runbook: "Database lost".',
};

export function pauseAdvice(reason: string): string {
  return ADVICE[reason] ?? "Look at the risk screen and resume there.";
}
