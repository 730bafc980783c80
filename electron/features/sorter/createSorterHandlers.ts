import { implement } from '@orpc/server';
import type { BridgeContext } from '#electron/bridge/createBridge.ts';
import { sorterContract } from '#shared/features/sorter/sorterContract.ts';
import type { SorterService } from './createSorterService.ts';

const os = implement(sorterContract).$context<BridgeContext>();

/** Handlers of the sorter contract over the service. */
export function createSorterHandlers({ sorter }: { readonly sorter: SorterService }) {
  return {
    view: os.view.handler(({ signal }) => sorter.follow(signal)),
    placements: os.placements.handler(({ signal }) => sorter.placements(signal)),
    prepare: os.prepare.handler(({ input }) => {
      sorter.prepare(input);
      return { isDone: sorter.opened() !== null };
    }),
    setManual: os.setManual.handler(({ input }) => ({ isDone: sorter.setManual(input.isManual) })),
    closeCard: os.closeCard.handler(({ input }) => {
      sorter.opened()?.control.closeCard(input.kind, input.subject);
      return { isDone: true };
    }),
  };
}
