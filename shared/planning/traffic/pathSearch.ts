/** How one robot is planned around all others, over a fixed number of steps. */
export type PathSearch = {
  /** Nodes of the path found, one a step, the first where the robot stands. */
  readonly path: Int32Array;
  /**
   * Looks for the cheapest path from `start` to where `table` is 0. `reserved[step * nodes + node]` is the robot there or -1. Returns the cost of the path found, or -1 where there
   * is none at most as dear as `most`.
   */
  find(start: number, table: Uint16Array, reserved: Int16Array, most: number): number;
  /** The cost of a path as `find` counts it. */
  price(path: Int32Array, table: Uint16Array): number;
};

/** A search that can also lead through others, at a price for each. */
export type ThroughSearch = PathSearch & {
  /** As `find`, but a step onto a reserved node, or against a robot that comes the other way, costs that robot's price more. */
  findThrough(start: number, table: Uint16Array, reserved: Int16Array, prices: Int32Array): number;
};
