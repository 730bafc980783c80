import { createContext } from 'react';
import type { Operator } from '#shared/model/operator/operator.ts';

/** What the frame around the screens knows besides the station. */
export const ShellContext = createContext<{
  readonly isHostUp: boolean;
  readonly isTraining: boolean;
  setOperator(operator: Operator | null): void;
}>({
  isHostUp: true,
  isTraining: false,
  setOperator: () => undefined,
});
