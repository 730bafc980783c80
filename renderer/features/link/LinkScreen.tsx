import { IconArrowBackUp, IconBarcode, IconCheck, IconDoorExit } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { BinId, SkuId } from '#shared/base/ids.ts';
import { findItems, type LinkState, maxOffered, settleLink, startLink, stepLink } from '#shared/features/link/stepLink.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { SheetAction } from '#shared/model/workflow/workflow.ts';
import { useKeys, useStation } from '#renderer/bridge/StationContext.tsx';
import { useWorkflow, type WorkflowParts } from '#renderer/bridge/useWorkflow.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { ItemSearch } from './ItemSearch.tsx';
import { LinkedItem } from './LinkedItem.tsx';
import css from './LinkScreen.module.css';

const keyActions: Readonly<Record<string, SheetAction>> = {
  C: 'confirm',
  F9: 'confirm',
  U: 'undo',
  F8: 'undo',
  'Ctrl+Z': 'undo',
  Escape: 'undo',
  Home: 'home',
  H: 'help',
};

/** A barcode the site does not know becomes one of an item's: find the item, say yes to it, or take the link back. */
export function LinkScreen(props: { gtin: string }) {
  const { store } = useStation();
  const { t } = useText();
  const { gtin } = props;
  const [words, setWords] = useState('');
  const offered = useRef<readonly SkuId[]>([]);
  const parts = useMemo((): WorkflowParts<LinkState> => {
    const ports = { offered: () => offered.current, skusInBin: (binId: BinId) => skusInBin(binId, store.all('stock')) };
    return {
      name: 'link',
      start: (tools) => startLink(gtin, tools),
      step: (state, input, tools) => stepLink(state, input, tools, ports),
      settle: (state, _commands, tools) => settleLink(state, tools),
      held: () => null,
      isBusy: (state) => state.phase !== 'linked',
      kinds: ['barcodeLink'],
    };
  }, [gtin, store]);
  const { state, act } = useWorkflow(parts);
  const items = itemsOffered(state, words, store);
  useEffect(() => void (offered.current = items.map((sku) => sku.id)));
  useKeys(
    useCallback(
      (key) => {
        if (/^[1-9]$/.test(key)) act('choice', key);
        else if (state.phase === 'confirm' && (key === '+' || key === '-')) act('choice', String(state.packUnits + (key === '+' ? 1 : -1)));
        else {
          const action = keyActions[key.length === 1 ? key.toUpperCase() : key];
          if (action === undefined) return false;
          act(action);
        }
        return true;
      },
      [act, state],
    ),
  );
  return (
    <main className={css.screen}>
      <header className={css.head}>
        <h1 className={css.title}>{t('link.title')}</h1>
        <span className={css.code} data-testid="big">
          <IconBarcode size={44} aria-hidden /> {gtin.replace(/^0+/, '')}
        </span>
      </header>
      {state.phase === 'search' ? (
        <ItemSearch state={state} items={items} words={words} onWords={setWords} act={act} />
      ) : (
        <LinkedItem state={state} act={act} />
      )}
      <div className={css.actions}>
        {state.phase === 'confirm' ? (
          <BigButton icon={IconCheck} label={t('link.confirm')} keyLabel="C" look="main" onPress={() => act('confirm')} />
        ) : null}
        <BigButton
          icon={IconArrowBackUp}
          label={state.phase === 'linked' ? t('link.takeBack') : state.phase === 'confirm' ? t('link.other') : t('act.undo')}
          keyLabel="F8"
          onPress={() => act('undo')}
        />
        <BigButton icon={IconDoorExit} label={t('link.leave')} keyLabel="Home" onPress={() => act('home')} />
      </div>
    </main>
  );
}

/** What the numbers stand for: the items of the bin that was scanned, else those with the words. */
function itemsOffered(state: LinkState, words: string, store: ReturnType<typeof useStation>['store']): readonly Sku[] {
  if (state.phase !== 'search') return [];
  if (state.binId === null) return findItems(words, store.all('sku'));
  return skusInBin(state.binId, store.all('stock'))
    .flatMap((skuId) => store.view.get('sku', skuId) ?? [])
    .slice(0, maxOffered);
}

function skusInBin(binId: BinId, rows: Iterable<{ readonly binId: BinId; readonly skuId: SkuId; readonly quantity: number }>): SkuId[] {
  const found = new Set<SkuId>();
  for (const row of rows) if (row.binId === binId && row.quantity > 0) found.add(row.skuId);
  return [...found].toSorted((a, b) => (a < b ? -1 : 1));
}
