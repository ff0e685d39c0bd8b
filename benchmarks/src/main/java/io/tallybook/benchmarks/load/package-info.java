/** Load on the whole, from outside, with the cost of every process counted. */
@NullMarked
package io.tallybook.benchmarks.load;

import org.jspecify.annotations.NullMarked;
