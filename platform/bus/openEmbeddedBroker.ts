import { type AddressInfo, type Socket, createServer } from 'node:net';
import { Aedes } from 'aedes';

/** Most clients of the broker in this process: a site's stations, robots and couriers, with room. */
export const maxBrokerClients = 2000;

export type EmbeddedBroker = { readonly mqttUrl: string; readonly port: number; close(): Promise<void> };

/** Starts an MQTT 3.1.1 broker (Aedes) in this process, on `host:port` (port 0 takes a free one). Rejects when the port is taken. */
export async function openEmbeddedBroker(place: { readonly host: string; readonly port: number }): Promise<EmbeddedBroker> {
  const broker = await Aedes.createBroker({ concurrency: 1000, queueLimit: 1000 });
  const sockets = new Set<Socket>();
  // Without noDelay a robot's order can wait 40 ms for an acknowledgement (Nagle with delayed ACK).
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    broker.handle(socket);
  });
  server.maxConnections = maxBrokerClients;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(place.port, place.host, () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    mqttUrl: `mqtt://${place.host}:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
