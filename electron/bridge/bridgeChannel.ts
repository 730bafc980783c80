/** One client's line to the host, whatever carries it: texts in order, both ways. */
export type BridgeChannel = {
  /** Resolves when the text has left (backpressure), also when the line is closed: the close is told by `onClose`. */
  send(text: string): Promise<void>;
  /** Called once by the bridge. `text` null is a message that is no text (binary): it is dropped and counted. */
  onMessage(use: (text: string | null) => void): void;
  /** Called once, when the line is gone. */
  onClose(use: () => void): void;
  /** Cuts the line; the reason is for the other side's log. */
  close(reason: string): void;
};
