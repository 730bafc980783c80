import { z } from 'zod';

/** The holder says so every `renewEveryMs`; who has heard nothing for `leaseMs` may take over, after having waited `settleMs` for others who want to. */
export const renewEveryMs = 2_000;
export const leaseMs = 8_000;
export const settleMs = 1_500;
/** Who has just come listens for so long before it asks: longer than a holder is silent. */
export const listenMs = 3_000;

export const leaseForm = z.object({ stationId: z.string().min(1).max(200), term: z.number().int().nonnegative() });
export type LeaseClaim = z.infer<typeof leaseForm>;

/** Who of a site's stations is in charge of its robots, or of its sorter: by terms, the later wins, of two equal ones the greater station id. No clock, no sockets. */
export class StationLease {
  private heard: (LeaseClaim & { readonly atMs: number }) | null = null;
  private own: { readonly term: number; readonly sinceMs: number } | null = null;
  private saidAtMs = -Infinity;
  private connectedAtMs: number | null = null;

  constructor(
    private readonly stationId: string,
    private readonly say: (claim: LeaseClaim) => void,
  ) {}

  /** Whether this station may send orders now. */
  holds(nowMs: number): boolean {
    return this.own !== null && this.connectedAtMs !== null && nowMs - this.own.sinceMs >= settleMs;
  }

  /** Without the broker nobody is heard, so nobody is told anything. */
  setConnected(isConnected: boolean, nowMs: number): void {
    if (!isConnected) this.own = null;
    this.connectedAtMs = isConnected ? (this.connectedAtMs ?? nowMs) : null;
  }

  hear(claim: LeaseClaim, nowMs: number): void {
    if (claim.stationId === this.stationId) return;
    if (this.own !== null && !isAbove(claim, { stationId: this.stationId, term: this.own.term })) return;
    this.own = null;
    if (this.heard === null || claim.term >= this.heard.term) this.heard = { ...claim, atMs: nowMs };
  }

  tick(nowMs: number): void {
    if (this.connectedAtMs === null) return;
    const quietSinceMs = Math.max(this.heard?.atMs ?? 0, this.connectedAtMs);
    const waitMs = this.heard === null ? listenMs : leaseMs;
    if (this.own === null && nowMs - quietSinceMs >= waitMs) {
      this.own = { term: (this.heard?.term ?? 0) + 1, sinceMs: nowMs };
      this.saidAtMs = -Infinity;
    }
    if (this.own === null || nowMs - this.saidAtMs < renewEveryMs) return;
    this.saidAtMs = nowMs;
    this.say({ stationId: this.stationId, term: this.own.term });
  }
}

function isAbove(one: LeaseClaim, other: LeaseClaim): boolean {
  return one.term === other.term ? one.stationId > other.stationId : one.term > other.term;
}
