/** Where time comes from. Everything in shared/ takes one as an argument. */
export type Clock = {
  /** UTC epoch milliseconds, corrected to the platform's clock where an offset is known. */
  nowMs(): number;
};
