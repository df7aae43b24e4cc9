/** Version of this CLI; the toolchain image carries the same. A test holds it to package.json. */
export const VERSION = '0.1.0';
