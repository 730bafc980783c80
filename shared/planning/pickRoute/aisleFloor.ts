/** Parallel aisles between straight cross aisles, and where a tour begins and ends. Integer millimetres. */
export type AisleFloor = {
  /** Where the aisles stand along the cross aisles, ascending. */
  readonly aisleXMm: readonly number[];
  /** Centre lines of the cross aisles, ascending, at least two; between two of them lies a block. */
  readonly crossYMm: readonly number[];
  /** In an aisle, or on a cross aisle anywhere. */
  readonly depot: { readonly xMm: number; readonly yMm: number };
};

/** A place to stop at, on the centre line of an aisle. */
export type AisleStop = { readonly aisle: number; readonly yMm: number };
