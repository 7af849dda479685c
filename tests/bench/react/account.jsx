// The account: what is read once, and the drafts.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useContext, useRef, useSyncExternalStore } from "react";

import { emptyDirectory, readDirectory } from "../common/directory.js";

export const Account = createContext(null);

export const useAccount = () => useContext(Account);

/** The directory so far, and how far it is read as a store that wakes only who shows it. */
export function useDirectory() {
  const { api, config } = useAccount();
  const client = useQueryClient();
  const progress = useRef(null);
  progress.current ??= textStore();
  const queryKey = ["directory", config.account];
  const { data } = useQuery({
    queryKey,
    queryFn: () => readDirectory(api, config, (directory) => client.setQueryData(queryKey, directory), progress.current.set),
    placeholderData: () => emptyDirectory(config),
    staleTime: Infinity,
    // Comparing two directories user by user would take longer than showing the new one.
    structuralSharing: false,
    refetchOnWindowFocus: false,
  });
  return [data, progress.current];
}

function textStore() {
  let text = "Loading users…";
  const watching = new Set();
  return {
    get: () => text,
    set(next) {
      text = next;
      for (const wake of watching) wake();
    },
    watch(wake) {
      watching.add(wake);
      return () => watching.delete(wake);
    },
  };
}

/** The pending change of one user. */
export function useTarget(draft, user) {
  const watch = useCallback((wake) => draft.watch(user, wake), [draft, user]);
  return useSyncExternalStore(watch, () => draft.target(user));
}

/** What is counted of a draft, as a text or a number. */
export function useTotals(draft, look) {
  const watch = useCallback((wake) => draft.watchTotals(wake), [draft]);
  return useSyncExternalStore(watch, () => look(draft));
}
