/** The part of AbortSignal that pure code needs; every AbortSignal is one. */
export type StopSignal = {
  readonly aborted: boolean;
  addEventListener(type: 'abort', use: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', use: () => void): void;
};
