import { ConnectivityError } from "#model";

/** The store, or the ConnectivityError that is answered as 503 `Database not initialized`. */
export function presentStore<Store>(store: Store | null): Store {
  if (store === null) throw new ConnectivityError("storage-away", "no storage");
  return store;
}
