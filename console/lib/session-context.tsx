import { createContext, useContext } from "react";
import { mayActAs } from "./session.ts";
import type { Me, Role } from "./wire.ts";

/** Who sits before the console; known before anything else of it is shown. */
export const MeContext = createContext<Me | null>(null);

export function useMe(): Me {
  const known = useContext(MeContext);
  if (known === null) throw new Error("useMe needs the session gate above it");
  return known;
}

/** Whether to show a control that asks for this role. */
export function useMay(needed: Role): boolean {
  return mayActAs(useMe().role, needed);
}
