import { Problem } from '../errors.ts';

/** The warning about a value that an action registers and that is too short to be looked for. The value is not in it. */
export function tooShortToMask(): Problem {
  return new Problem('SECRET_UNMASKED', 'the action registers a secret of one or two characters, which is not masked', {
    hint: 'give it at least three characters; fewer would turn everything into ***',
  });
}
