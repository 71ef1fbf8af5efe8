import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { CardList } from "./card-list.tsx";
import { EmptyState } from "./empty-state.tsx";
import { SkeletonRows } from "./skeleton.tsx";
import { useIsWide } from "./use-is-wide.ts";

/** A list that is read page by page, newest first. */
interface Pages<Row> {
  readonly rows: readonly Row[];
  readonly isPending: boolean;
  readonly isError: boolean;
  readonly error: Error | null;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

interface PagedListProps<Row> {
  readonly list: Pages<Row>;
  /** What the rows are: `Trades`. */
  readonly noun: string;
  readonly table: (rows: readonly Row[]) => ReactNode;
  readonly card: (row: Row) => ReactNode;
  readonly nothing: ReactNode;
}

/** A table where there is room, cards where there is not, and words where there is nothing. */
export function PagedList<Row extends { readonly id: string }>({
  list,
  noun,
  table,
  card,
  nothing,
}: PagedListProps<Row>) {
  const { rows, isPending, isError, error } = list;
  const isWide = useIsWide();
  if (rows.length === 0 && isError) {
    return (
      <EmptyState
        icon={CircleAlert}
        title="The list could not be read"
        testId={`${noun.toLowerCase()}-error`}
      >
        {error?.message}. It is tried again by itself.
      </EmptyState>
    );
  }
  if (rows.length === 0 && isPending) return <SkeletonRows rows={10} label={`${noun} are being read`} />;
  if (rows.length === 0) return nothing;
  return (
    <>
      {isWide ? table(rows) : <CardList rows={rows} card={card} />}
      <Older list={list} />
    </>
  );
}

function Older<Row>({ list }: { list: Pages<Row> }) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = list;
  return (
    <div className="flex justify-center border-line border-t p-3">
      {hasNextPage ? (
        <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()} data-testid="load-more">
          {isFetchingNextPage ? "Loading" : "Load older"}
        </Button>
      ) : (
        <p className="text-[12px] text-muted">
          {isError ? "Older ones could not be read. It is tried again by itself." : "That is all of them."}
        </p>
      )}
    </div>
  );
}
