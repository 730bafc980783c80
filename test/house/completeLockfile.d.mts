export function missingPlatformPackages(lock: { readonly packages: Readonly<Record<string, object>> }): ReadonlyMap<string, object>;
