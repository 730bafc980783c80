import { openMemoryTestPlatform } from '#test/support/openMemoryTestPlatform.ts';
import { openSyncPlatform } from '#test/support/testPlatform.ts';
import { platformSyncContract } from './platformSync.ts';

platformSyncContract('PGlite and the broker in process', () => openSyncPlatform());
platformSyncContract('a platform in memory', async () => openMemoryTestPlatform());
