import { type FormEvent, useCallback, useState } from "react";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { ApiError } from "../../lib/http.ts";
import {
  LIMIT_FIELDS,
  type LimitDraft,
  type LimitKey,
  type LimitReview,
  reviewLimits,
} from "../../lib/limits.ts";
import { useMay } from "../../lib/session-context.tsx";
import type { RiskOverview } from "../../lib/wire.ts";
import { LimitInput } from "./limit-input.tsx";
import { LimitsDialog } from "./limits-dialog.tsx";

/** Every limit that may be changed here. A change is checked, shown against what it replaces, and confirmed. */
export function LimitsForm({ risk }: { risk: RiskOverview }) {
  const [draft, setDraft] = useState<LimitDraft>({});
  const [refused, setRefused] = useState<ApiError | null>(null);
  const [asked, setAsked] = useState(false);
  const may = useMay("operator");
  const review = reviewLimits(risk, draft);
  const close = useCallback(() => setAsked(false), []);
  const type = (key: LimitKey, text: string) => {
    setRefused(null);
    setDraft((held) => ({ ...held, [key]: text }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (review.patch !== null) setAsked(true);
  };
  const done = () => {
    setDraft({});
    setAsked(false);
  };
  return (
    <Card title="Limits" hint="in force at once, kept over a restart" testId="limits-card" className="flex-1">
      <form
        onSubmit={submit}
        data-testid="limits-form"
        noValidate
        className="flex flex-1 flex-col gap-4 px-4 pb-4"
      >
        <fieldset disabled={!may} className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
          {LIMIT_FIELDS.map((field) => (
            <LimitInput
              key={field.key}
              field={field}
              inForce={String(risk[field.key])}
              text={draft[field.key]}
              error={review.errors[field.key] ?? serverError(refused, field.key)}
              onType={(text) => type(field.key, text)}
            />
          ))}
        </fieldset>
        {may && (
          <FormFoot review={review} touched={Object.keys(draft).length > 0} onDrop={() => setDraft({})} />
        )}
      </form>
      {asked && review.patch !== null && (
        <LimitsDialog
          changes={review.changes}
          patch={review.patch}
          onDone={done}
          onClose={close}
          onRefused={(error) => setRefused(error instanceof ApiError ? error : null)}
        />
      )}
    </Card>
  );
}

function serverError(refused: ApiError | null, key: LimitKey): string | undefined {
  return refused?.fields.find(({ field }) => field === key)?.message;
}

interface FormFootProps {
  readonly review: LimitReview;
  readonly touched: boolean;
  readonly onDrop: () => void;
}

function FormFoot({ review: { changes, errors, patch }, touched, onDrop }: FormFootProps) {
  const wrong = Object.keys(errors).length;
  return (
    <div className="mt-auto flex flex-wrap items-center justify-end gap-2">
      <p className="mr-auto text-[12px] text-muted max-sm:w-full" role="status">
        {wrong > 0 && `${wrong} ${wrong === 1 ? "value is" : "values are"} not valid`}
        {wrong === 0 && changes.length > 0 && `${changes.length} changed`}
      </p>
      <Button onClick={onDrop} disabled={!touched} data-testid="limits-drop">
        Undo
      </Button>
      <Button type="submit" disabled={patch === null} data-testid="limits-review">
        Review the change
      </Button>
    </div>
  );
}
