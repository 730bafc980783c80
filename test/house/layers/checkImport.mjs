import { builtinModules } from 'node:module';
import path from 'node:path';
import { featuresFolder, nodeFolders, packageWalls, productFolders, ranks } from './ranks.mjs';

const builtins = new Set(builtinModules);

/**
 * Judges one import.
 *
 * @param {string} fromPath path of the importing file, relative to the root, with forward slashes
 * @param {string} specifier the text between the quotes
 * @returns {string | null} what is wrong, in a sentence, or null
 */
export function checkImport(fromPath, specifier) {
  if (specifier.startsWith('../') || specifier === '..' || specifier.includes('/../')) {
    return `'${specifier}' climbs out of its folder: use a subpath import (#shared/..., #electron/...)`;
  }
  const from = placeOf(fromPath);
  const target = resolveInside(fromPath, specifier);
  if (target === null) return productFolders.includes(from.top) ? checkPackage(from, specifier) : null;
  return checkInside(from, placeOf(target));
}

/** @param {string} filePath @returns {{ top: string, folder: string, feature: string | null, path: string }} */
function placeOf(filePath) {
  const parts = filePath.split('/');
  const folder = parts.length > 2 ? parts[1] : '';
  return { top: parts[0], folder, feature: folder === featuresFolder && parts.length > 3 ? parts[2] : null, path: filePath };
}

/** The imported path relative to the root, or null when the import names a package. */
function resolveInside(fromPath, specifier) {
  const bare = specifier.replace(/\?.*$/, '');
  if (bare.startsWith('./')) return path.posix.join(path.posix.dirname(fromPath), bare);
  if (bare.startsWith('#')) return bare.slice(1);
  return null;
}

function checkInside(from, to) {
  if (!productFolders.includes(from.top)) return null;
  if (to.top === 'test') return 'product code must not import from test/';
  if (to.top === 'resources') return null;
  if (from.top === 'resources') return 'resources/ holds data, not code';
  if (to.top === 'shared' && from.top !== 'shared') return null;
  if (to.top !== from.top) return `${from.top}/ must not import from ${to.top}/`;
  return checkSide(from, to);
}

function checkSide(from, to) {
  if (from.folder === to.folder) {
    if (from.feature !== null && to.feature !== null && from.feature !== to.feature) {
      return `feature '${from.feature}' must not import feature '${to.feature}'`;
    }
    return null;
  }
  const table = ranks[from.top];
  const fromRank = table[from.folder];
  const toRank = table[to.folder];
  if (fromRank === undefined) return `${from.top}/${from.folder} has no rank in test/house/layers/ranks.mjs`;
  if (toRank === undefined) return `${to.top}/${to.folder} has no rank in test/house/layers/ranks.mjs`;
  if (toRank < fromRank) return null;
  return `${from.top}/${from.folder} (rank ${fromRank}) must not import from ${to.top}/${to.folder} (rank ${toRank})`;
}

function checkPackage(from, specifier) {
  const place = `${from.top}/${from.folder}`;
  if (specifier.startsWith('node:') || builtins.has(specifier.split('/')[0])) {
    return isIn(place, nodeFolders) ? null : `${place} must not import Node's '${specifier}'`;
  }
  const name = packageNameOf(specifier);
  const wall = packageWalls.find((row) => row.packages.some((pattern) => matches(pattern, name)));
  if (wall === undefined) return from.top === 'shared' ? `shared/ must not import package '${name}'` : null;
  return isIn(place, wall.folders) ? null : `${place} must not import package '${name}' (allowed in ${wall.folders.join(', ')})`;
}

function packageNameOf(specifier) {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

function matches(pattern, name) {
  return pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

function isIn(place, folders) {
  return folders.some((folder) => place === folder || place.startsWith(`${folder}/`));
}
