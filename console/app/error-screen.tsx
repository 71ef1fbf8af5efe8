import type { ErrorComponentProps } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import { Button } from "../components/button.tsx";
import { EmptyState } from "../components/empty-state.tsx";

/** For a screen that broke: the frame around it stays, with the states of the venues. */
export function ErrorScreen({ error, reset }: ErrorComponentProps) {
  return (
    <EmptyState icon={TriangleAlert} title="This screen failed" testId="error-screen">
      <p className="num mb-3 whitespace-pre-wrap break-words">
        {error instanceof Error ? error.message : String(error)}
      </p>
      <Button onClick={reset} data-testid="error-retry">
        Try again
      </Button>
    </EmptyState>
  );
}
