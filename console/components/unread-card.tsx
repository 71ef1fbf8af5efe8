import { CircleAlert } from "lucide-react";
import { Card } from "./card.tsx";
import { EmptyState } from "./empty-state.tsx";
import { SkeletonRows } from "./skeleton.tsx";

interface UnreadCardProps {
  readonly title: string;
  /** What is being read, as a sentence begins: "The inventory". */
  readonly what: string;
  /** Why it could not be read; null while it is being read for the first time. */
  readonly error: Error | null;
  readonly rows?: number;
  readonly testId: string;
}

/** Stands where figures will: that they are being read, or why they could not be. */
export function UnreadCard({ title, what, error, rows = 8, testId }: UnreadCardProps) {
  return (
    <Card title={title} testId={testId} className="flex-1">
      {error === null ? (
        <SkeletonRows rows={rows} label={`${what} is being read`} />
      ) : (
        <EmptyState icon={CircleAlert} title={`${what} could not be read`} testId={`${testId}-error`}>
          {error.message}. It is tried again by itself.
        </EmptyState>
      )}
    </Card>
  );
}
