import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Command } from '#shared/model/command/command.ts';
import { takeOutWords, withWords, type Words } from '#shared/model/command/freeText.ts';

const label = Buffer.from('journal');
const ivBytes = 12;
const tagBytes = 16;

/** Keeps what people wrote in commands sealed in the journal's lines. */
export type JournalSeal = {
  /** The commands without people's words, and those sealed; null where there are none. */
  close(commands: readonly Command[]): { readonly commands: readonly Command[]; readonly sealed: string | null };
  /** The commands as they were; with the words left out where the key is another: the work in them is never lost. */
  open(commands: readonly Command[], sealed: string): readonly Command[];
};

/** AES-256-GCM with the station's store key (32 bytes, base64url). */
export function createJournalSeal(storeKey: string): JournalSeal {
  const key = Buffer.from(storeKey, 'base64url');
  return {
    close(commands) {
      const parts = commands.map(takeOutWords);
      const words = parts.map((part) => part.words);
      if (words.every((each) => Object.keys(each).length === 0)) return { commands, sealed: null };
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(label);
      const body = Buffer.concat([cipher.update(JSON.stringify(words), 'utf8'), cipher.final()]);
      return { commands: parts.map((part) => part.command), sealed: Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url') };
    },
    open(commands, sealed) {
      const words = openWords(key, sealed);
      return commands.map((command, index) => withWords(command, words[index] ?? {}));
    },
  };
}

function openWords(key: Buffer, sealed: string): readonly Words[] {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
      .setAAD(label)
      .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
    return JSON.parse(text) as Words[];
  } catch {
    return [];
  }
}
