/**
 * The newest API whose changes have been read against what is asked here (moby: api/docs/CHANGELOG.md). Requests without a version mean the
 * engine's own newest, which is the one both know as long as it is not newer than this.
 */
const NEWEST_KNOWN = [1, 53] as const;

/** The version to put before every path of an engine that speaks `apiVersion`: none unless it is newer than what is known here. */
export function versionFor(apiVersion: string): string | undefined {
  return compareVersions(apiVersion, NEWEST_KNOWN) > 0 ? `v${NEWEST_KNOWN.join('.')}` : undefined;
}

/** Below, at or above zero as the version is older than, the same as or newer than the other. */
export function compareVersions(version: string, [major, minor]: readonly [number, number]): number {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor === major ? ownMinor - minor : ownMajor - major;
}
