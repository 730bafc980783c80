/** The numbered things of a screen without a workflow, picked by key or command sheet; the screen that came last counts. */
export type NumberedThings = {
  /** `pick` gets the number from 1. Returns the way back. */
  offer(pick: (no: number) => void): () => void;
  /** Picks a thing of the screen in front; false where it has none. */
  pick(no: number): boolean;
};

/** Starts with no screen. */
export function createNumberedThings(): NumberedThings {
  let picks: readonly ((no: number) => void)[] = [];
  return {
    offer: (pick) => {
      picks = [...picks, pick];
      return () => void (picks = picks.filter((one) => one !== pick));
    },
    pick: (no) => {
      const newest = picks.at(-1);
      newest?.(no);
      return newest !== undefined;
    },
  };
}
