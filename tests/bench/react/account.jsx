// The account: what is read once, and the drafts.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useContext, useRef, useSyncExternalStore } from "react";

import { emptyDirectory, NOTHING_READ, readDirectory } from "../common/directory.js";

export const Account = createContext(null);

export const useAccount = () => useContext(Account);

/** The directory so far, and how far it is read as a store that wakes only who shows it. */
export function useDirectory() {
  const { api, config, drafts } = useAccount();
  const client = useQueryClient();
  const progress = useRef(null);
  progress.current ??= storeOf(NOTHING_READ);
  const queryKey = ["directory", config.account];
  const publish = (directory) => {
    for (const draft of drafts) draft.follow(directory);
    client.setQueryData(queryKey, directory);
  };
  const { data } = useQuery({
    queryKey,
    queryFn: () => readDirectory(api, config, publish, progress.current.set),
    placeholderData: () => emptyDirectory(config),
    staleTime: Infinity,
    // Comparing two directories user by user would take longer than showing the new one.
    structuralSharing: false,
    refetchOnWindowFocus: false,
  });
  return [data, progress.current];
}

/** A value that wakes only who shows it. */
export function storeOf(value) {
  const watching = new Set();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const wake of watching) wake();
    },
    watch(wake) {
      watching.add(wake);
      return () => watching.delete(wake);
    },
  };
}

export const useStore = ({ watch, get }) => useSyncExternalStore(watch, get);

/** The pending change of one user. */
export function useEntry(draft, user) {
  const watch = useCallback((wake) => draft.watch(user, wake), [draft, user]);
  return useSyncExternalStore(watch, () => draft.entry(user));
}

/** What is counted of a draft. */
export function useTotals(draft, look) {
  const watch = useCallback((wake) => draft.watchTotals(wake), [draft]);
  return useSyncExternalStore(watch, () => look(draft));
}

export const useCounts = (draft) => useTotals(draft, ({ counts }) => counts);
