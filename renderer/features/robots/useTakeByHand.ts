import { useState } from 'react';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import type { TextKey } from '#renderer/text/textTable.ts';
import type { useFleet } from './useFleet.ts';

/** Takes a task over from a robot. Where the robot cannot be asked, the person is: are the goods in your hands? */
export function useTakeByHand(calls: ReturnType<typeof useFleet>['robots']) {
  const { runner } = useStation();
  const [sentence, setSentence] = useState<TextKey | null>(null);
  const take = async (taskId: string, hasGoods: boolean): Promise<void> => {
    const { answer } = await calls.takeByHand({ taskId, hasGoods });
    setSentence(`robots.taken.${answer}`);
    if (answer !== 'askForGoods') return;
    const words = [
      { key: 'robots.goods.inHand', params: {} },
      { key: 'robots.goods.notYet', params: {} },
    ];
    runner.ask({ key: 'robots.goods.question', params: {} }, words, (choice) => {
      if (choice === 1) void take(taskId, true).catch(() => undefined);
    });
  };
  const takeByHand = (taskId: string) => void take(taskId, false).catch(() => setSentence('robots.taken.away'));
  return { takeByHand, sentence };
}
