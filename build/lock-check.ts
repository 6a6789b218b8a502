interface LockedPackage {
  optionalDependencies?: Record<string, string>;
}

/** package-lock.json, as far as it is looked at here. */
export interface PackageLock {
  packages: Record<string, LockedPackage>;
}

/**
 * The optional packages that package-lock.json leaves out though a package in it names them. npm leaves out what the
 * registry does not have at that moment, and `npm ci` then fails, or does without a platform's binary, elsewhere.
 */
export function missingFromLock({ packages }: PackageLock): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !isLocked(packages, path, name))
      .map((name) => `${name}, wanted by ${path || 'the project'}`),
  );
}

/** Looks a package up from where it is wanted, outwards through the folders, as Node does. */
function isLocked(packages: Record<string, LockedPackage>, from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (`${folder ? `${folder}/` : ''}node_modules/${name}` in packages) return true;
    if (folder === '') return false;
  }
}
