const bucketCount = 1024;

/** Open states of a search in buckets by how much dearer than the least bound they are; the newest of a bucket first. Keys above the last bucket share it. */
export class BucketQueue {
  private readonly heads = new Int32Array(bucketCount).fill(-1);
  private links = new Int32Array(4096);
  private states = new Int32Array(4096);
  private used = 0;
  private lowest = bucketCount - 1;
  private highest = 0;

  /** Forgets all states. */
  clear(): void {
    if (this.lowest <= this.highest) this.heads.fill(-1, 0, this.highest + 1);
    this.used = 0;
    this.lowest = bucketCount - 1;
    this.highest = 0;
  }

  /** Adds a state. */
  push(state: number, key: number): void {
    const bucket = key < 0 ? 0 : key >= bucketCount ? bucketCount - 1 : key;
    if (this.used === this.links.length) this.widen();
    this.states[this.used] = state;
    this.links[this.used] = this.heads[bucket]!;
    this.heads[bucket] = this.used++;
    if (bucket < this.lowest) this.lowest = bucket;
    if (bucket > this.highest) this.highest = bucket;
  }

  /** Takes the least state; -1 where none is left. */
  pop(): number {
    while (this.lowest <= this.highest) {
      const slot = this.heads[this.lowest]!;
      if (slot !== -1) {
        this.heads[this.lowest] = this.links[slot]!;
        return this.states[slot]!;
      }
      this.lowest++;
    }
    return -1;
  }

  private widen(): void {
    const links = new Int32Array(this.links.length * 2);
    const states = new Int32Array(this.links.length * 2);
    links.set(this.links);
    states.set(this.states);
    this.links = links;
    this.states = states;
  }
}
