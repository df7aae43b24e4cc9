import { Problem } from '../../errors.ts';

/** True for the words in which engines say that the image does not have the program to start. */
export function isMissingProgram(said: string): boolean {
  return /executable file not found|exec: "bash"|bash: no such file/i.test(said);
}

/** IMAGE_UNSUITABLE for an image without bash. */
export function describeBareImage(image: string, cause: unknown): Problem {
  return new Problem('IMAGE_UNSUITABLE', `The image ${image} has no bash; every action is started by it.`, {
    hint: `docker run --rm --entrypoint bash ${image} -c true`,
    cause,
  });
}

/** IMAGE_UNAVAILABLE for an image the engine does not have. */
export function describeMissingImage(image: string, cause?: unknown): Problem {
  return new Problem('IMAGE_UNAVAILABLE', `The engine does not have the image ${image}.`, {
    hint: `docker pull ${image}`,
    cause,
  });
}

/** MOUNT_SOURCE_MISSING for a folder that the engine cannot mount. */
export function describeMissingSource(source: string, endpoint: string, cause?: unknown): Problem {
  return new Problem(
    'MOUNT_SOURCE_MISSING',
    `${source} is to be mounted, but the engine at ${endpoint} does not see it.`,
    {
      hint: `mkdir -p '${source}'   (or, if it is there: the engine runs on another machine, which must have the same folder)`,
      cause,
    },
  );
}
