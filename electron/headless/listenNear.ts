import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Ports tried, counting up, when the wanted one is busy. */
export const portsTried = 20;

/** Listens on `port` (0: any free one), or on the next free one above. Resolves with the port taken. */
export async function listenNear(server: Server, host: string, port: number): Promise<number> {
  const last = port === 0 ? 0 : Math.min(port + portsTried - 1, 65_535);
  for (let candidate = port; ; candidate += 1) {
    try {
      return await listen(server, host, candidate);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || candidate >= last) throw error;
    }
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
