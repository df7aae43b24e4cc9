import { describe, expect, test } from '@jest/globals';
import { imageOf } from '../../../src/plan/index.ts';
import { variantOf } from '../../../src/resolve/index.ts';
import { describeVariant } from '../../../src/toolchain/index.ts';
import { argumentsOf } from '../../../src/toolchain/variant.ts';

const OWN = { reference: 'ghcr.io/polycrate/toolchain', version: '0.1.0' };

describe('a variant', () => {
  test('is only what is otherwise than in the toolchain itself', () => {
    expect(variantOf(undefined)).toBeUndefined();
    expect(variantOf({ helm: true, opentofu: false })).toBeUndefined();
    expect(variantOf({ helm: false, opentofu: true, terraform: 'v1.5.7' })).toEqual({
      helm: false,
      opentofu: true,
      terraform: '1.5.7',
    });
  });

  test('has an image of its own, whatever order its tools are written in', () => {
    const older = imageOf({ ...OWN, variant: { terraform: '1.5.7', helm: false } });
    expect(older).toMatch(/^ghcr\.io\/polycrate\/toolchain:0\.1\.0-[0-9a-f]{12}$/);
    expect(imageOf({ ...OWN, variant: { helm: false, terraform: '1.5.7' } })).toBe(older);
    expect(imageOf({ ...OWN, variant: { terraform: '1.5.6', helm: false } })).not.toBe(older);
    expect(imageOf(OWN)).toBe('ghcr.io/polycrate/toolchain:0.1.0');
  });

  test('leaves an image alone that is named by its digest', () => {
    const reference = `example.org/tools@sha256:${'a1'.repeat(32)}`;
    expect(imageOf({ ...OWN, reference, variant: { helm: false } })).toBe(reference);
  });

  test('becomes arguments of the recipe, and words', () => {
    const variant = { kubectl: false, terraform: '1.5.7', yq: true };
    expect(argumentsOf(variant)).toEqual({
      WITH_KUBECTL: '0',
      WITH_TERRAFORM: '1',
      TERRAFORM_VERSION: '1.5.7',
      WITH_YQ: '1',
    });
    expect(describeVariant(variant)).toBe('without kubectl, terraform 1.5.7, with yq');
  });
});
