import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { EmptyState } from "../components/empty-state.tsx";

/** For a path that leads nowhere. */
export function NotFound() {
  return (
    <EmptyState icon={Compass} title="There is no such page" testId="not-found-screen">
      <Link to="/overview" className="text-lime underline underline-offset-2">
        Go to the overview
      </Link>
    </EmptyState>
  );
}
