import fc from 'fast-check';

/**
 * The properties try the same cases in every run, so that a failure says something about the change that is
 * tested. `PROPERTY_SEED=random` tries others, and a number repeats those of a failure.
 */
const seed = process.env.PROPERTY_SEED ?? '20261128';
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
