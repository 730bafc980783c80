import { IconLeaf, IconSnowflake, IconTemperature } from '@tabler/icons-react';
import { StatusTag } from './StatusTag.tsx';

const icons = { ambient: IconLeaf, chilled: IconTemperature, frozen: IconSnowflake } as const;

/** A temperature as icon, colour and word. */
export function TemperatureTag(props: { temperature: keyof typeof icons; label: string; isLarge?: boolean }) {
  return <StatusTag tone={props.temperature} icon={icons[props.temperature]} label={props.label} isLarge={props.isLarge ?? false} />;
}
