import { Duplex } from 'node:stream';

/** Two ends of a line in process: what is written to one is read from the other. */
export function createDuplexPair(): { readonly near: Duplex; readonly far: Duplex } {
  const ends: { near?: Duplex; far?: Duplex } = {};
  const makeEnd = (other: () => Duplex | undefined): Duplex =>
    new Duplex({
      read() {},
      write(bytes: Uint8Array, _encoding, done) {
        const peer = other();
        if (peer !== undefined && !peer.destroyed) peer.push(bytes);
        done();
      },
      destroy(error, done) {
        const peer = other();
        if (peer !== undefined && !peer.destroyed) setImmediate(() => peer.destroy());
        done(error);
      },
    });
  const near = makeEnd(() => ends.far);
  const far = makeEnd(() => ends.near);
  ends.near = near;
  ends.far = far;
  return { near, far };
}
