/** A broker's client as far as it is needed here; `stream` is a socket where the line is TCP. */
type LineClient = { on(event: 'connect', use: () => void): unknown; readonly stream: object };

/**
 * Small messages leave at once, on every new line of the client. Without it a command behind an acknowledgement waits for the peer's own, up to 40 ms (Nagle with delayed ACK);
 * the client of mqtt.js leaves it on.
 */
export function sendAtOnce(client: LineClient): void {
  client.on('connect', () => {
    const line = client.stream as { setNoDelay?: (isOn: boolean) => unknown };
    line.setNoDelay?.(true);
  });
}
