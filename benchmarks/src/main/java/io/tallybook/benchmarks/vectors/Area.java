package io.tallybook.benchmarks.vectors;

/** How the input of one kind of case is put to the domain. */
@FunctionalInterface
interface Area {
    Answer answer(Input input);
}
