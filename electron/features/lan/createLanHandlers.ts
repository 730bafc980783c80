import { implement } from '@orpc/server';
import type { BridgeContext } from '#electron/bridge/createBridge.ts';
import { lanContract } from '#shared/features/lan/lanContract.ts';
import type { LanService } from './createLanService.ts';

const os = implement(lanContract).$context<BridgeContext>();

/** Handlers of the lan contract over the service. */
export function createLanHandlers(ports: { readonly lan: LanService }) {
  const { lan } = ports;
  return {
    publish: os.publish.handler(({ input }) => ({ isSent: lan.publish(input.commands) })),
    askCatchUp: os.askCatchUp.handler(({ input }) => ({ isSent: lan.ask(input.known) })),
    heard: os.heard.handler(({ input, signal }) => lan.follow(input.afterNo, signal)),
    state: os.state.handler(() => lan.state()),
  };
}
