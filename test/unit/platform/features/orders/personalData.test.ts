import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { maskPhone, openRecipient, sealRecipient, toMaskedRecipient } from '#platform/features/orders/personalData.ts';

const recipient = { name: '王小明', phone: '138 1234 5678', address: '世纪大道', area: '陆家嘴' };

test('a recipient is masked to the family name and the ends of the phone', () => {
  expect(toMaskedRecipient(recipient)).toEqual({ nameMasked: '王**', phoneMasked: '138****5678', area: '陆家嘴' });
  expect(maskPhone('12345')).toBe('****45');
});

test('sealed data opens with its key and its order only', () => {
  const key = randomBytes(32);
  const sealed = sealRecipient(key, 'site/order', recipient);
  expect(openRecipient(key, 'site/order', sealed)).toEqual(recipient);
  expect(() => openRecipient(key, 'site/other', sealed)).toThrow();
  expect(() => openRecipient(randomBytes(32), 'site/order', sealed)).toThrow();
});
