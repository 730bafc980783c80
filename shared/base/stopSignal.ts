/** The part of AbortSignal that pure code needs: an AbortSignal fits. */
export type StopSignal = {
  readonly aborted: boolean;
  addEventListener(kind: 'abort', use: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(kind: 'abort', use: () => void): void;
};
