import type { Message } from '#shared/model/workflow/workflow.ts';
import { messageOf } from '#shared/model/workflow/workflowSteps.ts';
import { spokenCode } from '#shared/model/workflow/spokenCode.ts';
import type { PickingLine, PickingPrompt } from './describePicking.ts';

/** What somebody who does not look at the screen has to hear to do the next thing. */
export function speakPicking(prompt: PickingPrompt): Message | null {
  if (prompt.zeroCheck !== null) return messageOf('speak.zero');
  const line = prompt.current;
  switch (prompt.phase) {
    case 'tote':
      return messageOf(prompt.place === null ? 'speak.tote' : 'speak.totePlace', { place: prompt.place ?? 0 });
    case 'bin':
      return line === null ? null : messageOf('speak.bin', spokenCode('bin', line.bin?.code ?? '?'));
    case 'item':
      return line === null ? null : speakItem(line, prompt.isWeighing);
    case 'put':
      return prompt.place === null
        ? messageOf('speak.put', spokenCode('tote', prompt.expectedTote ?? '?'))
        : messageOf('speak.putPlace', { place: prompt.place });
    case 'reason':
      return messageOf('picking.chooseReason');
    case 'substitute':
      return messageOf('picking.substituteTitle');
    case 'answer':
      return messageOf('picking.answerTitle');
    case 'done':
      // Said with the last scan already.
      return null;
  }
}

function speakItem(line: PickingLine, isWeighing: boolean): Message {
  const name = { skuZh: line.sku?.name.zh ?? '?', skuEn: line.sku?.name.en ?? '?' };
  return messageOf(isWeighing ? 'speak.weigh' : 'speak.take', { quantity: line.remaining, ...name });
}
