/** Runs files of numeric cases through the domain: what goes in, what must come out. */
@NullMarked
package io.tallybook.benchmarks.vectors;

import org.jspecify.annotations.NullMarked;
