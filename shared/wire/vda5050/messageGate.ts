/** Most messages a second from one robot that are looked at, and how many may come in one go. */
export const maxMessagesPerSecond = 50;
export const burstOfMessages = 100;

/** Lets a robot's messages through at a bounded rate; what is over it is dropped and counted. */
export class MessageGate {
  dropped = 0;
  private tokens = burstOfMessages;
  private filledAtMs: number;

  constructor(nowMs: number) {
    this.filledAtMs = nowMs;
  }

  /** Whether the message that came now may be looked at. */
  admits(nowMs: number): boolean {
    const gained = (Math.max(0, nowMs - this.filledAtMs) / 1000) * maxMessagesPerSecond;
    this.tokens = Math.min(burstOfMessages, this.tokens + gained);
    this.filledAtMs = nowMs;
    if (this.tokens < 1) {
      this.dropped += 1;
      return false;
    }
    this.tokens -= 1;
    return true;
  }
}
